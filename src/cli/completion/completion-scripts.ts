// What a shell reads once: it asks `sluice completion words` for what may follow the words typed so far.
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export const COMPLETION_SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: [
    '_sluice() {',
    "  local IFS=$'\\n'",
    '  COMPREPLY=($(sluice completion words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))',
    '}',
    'complete -o default -F _sluice sluice',
  ].join('\n'),
  zsh: [
    '#compdef sluice',
    '_sluice() {',
    '  local -a found',
    '  found=("${(@f)$(sluice completion words -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")',
    '  if [[ -n "${found[1]}" ]]; then compadd -a found; else _files; fi',
    '}',
    'compdef _sluice sluice',
  ].join('\n'),
  fish: "complete -c sluice -a '(sluice completion words -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'",
};
