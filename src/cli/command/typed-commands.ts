import { shellWord } from '../../model/shell-word';

export interface Typed {
  /** How the user calls the program. */
  readonly program: string;
  /** The file of configuration that the user has named; undefined for the usual one. */
  readonly config: string | undefined;
  /** Columns of the screen. */
  readonly width: number;
}

const IN_TEXT = /`sluice ([a-z][^`\n]*)`/g;
const OWN_LINE = /^( {4,})sluice ([a-z].*)$/gm;
/** They read no configuration. */
const WITHOUT_CONFIG = /^(?:bundle|completion)\b/;
const WORDS = /(?:'[^']*'|\\'|[^\s'])+/g;

/**
 * Writes the commands of a text as the user would type them: those in backquotes, and those that have a line of their
 * own, which is broken where a shell goes on.
 */
export const typedCommands = (text: string, typed: Typed): string =>
  text
    .replace(OWN_LINE, (_line, indent: string, words: string) => ownLine(indent, whole(words, typed), typed.width))
    .replace(IN_TEXT, (_all, words: string) => `\`${whole(words, typed)}\``);

const whole = (words: string, { program, config }: Typed): string => {
  const named = config === undefined || WITHOUT_CONFIG.test(words) ? '' : ` -c ${shellWord(config)}`;
  return `${program} ${words}${named}`;
};

/** The line, and those that follow a backslash at its end. An option keeps its value beside it. */
const ownLine = (indent: string, command: string, width: number): string => {
  const parts: string[] = [];
  for (const word of command.match(WORDS) ?? []) {
    const before = parts.at(-1) ?? '';
    if (/^-[^\s]+$/.test(before) && !word.startsWith('-')) parts[parts.length - 1] = `${before} ${word}`;
    else parts.push(word);
  }
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const room = width - ' \\'.length;
    if (last !== undefined && `${last} ${part}`.length <= room) lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(`${last === undefined ? indent : `${indent}  `}${part}`);
  }
  return lines.join(' \\\n');
};
