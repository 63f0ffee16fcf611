// What a shell reads once: it asks `sluice completion words` for what may follow the words typed so far, and offers
// files only where that says so.
import { FILES } from './completions';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export const COMPLETION_SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: [
    '_sluice() {',
    "  local IFS=$'\\n' found",
    '  found=($(sluice completion words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))',
    `  if [[ "\${found[0]}" == '${FILES}' ]]; then`,
    '    compopt -o filenames 2>/dev/null',
    '    found=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))',
    '  fi',
    '  COMPREPLY=("${found[@]}")',
    '}',
    'complete -F _sluice sluice',
  ].join('\n'),
  zsh: [
    '#compdef sluice',
    '_sluice() {',
    '  local -a found',
    '  found=("${(@f)$(sluice completion words -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")',
    `  if [[ "\${found[1]}" == '${FILES}' ]]; then _files; elif [[ -n "\${found[1]}" ]]; then compadd -a found; fi`,
    '}',
    'compdef _sluice sluice',
  ].join('\n'),
  fish: [
    'function __sluice_complete',
    '  set -l found (sluice completion words -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)',
    `  if test "$found[1]" = '${FILES}'`,
    '    __fish_complete_path (commandline -ct)',
    '  else if test (count $found) -gt 0',
    "    printf '%s\\n' $found",
    '  end',
    'end',
    "complete -c sluice -f -a '(__sluice_complete)'",
  ].join('\n'),
};
