import type { Argument, Command, Option } from 'commander';
import { FAILURE_CODES } from '../../model/contract/failure';

/** Names that only the configuration knows. */
export interface ConfigNames {
  readonly routes: readonly string[];
  readonly destinations: readonly string[];
  readonly agents: readonly string[];
}

/** What may follow, and which file of configuration the words name, if any. */
export interface Asked {
  readonly words: readonly string[];
  readonly names: (config: string | undefined) => Promise<ConfigNames>;
}

/** What the scripts of shells read as "any file". */
export const FILES = ':files';

const NAMED: Readonly<Record<string, keyof ConfigNames>> = {
  '--route': 'routes',
  '--destination': 'destinations',
  '--agents': 'agents',
};
const CODES: ReadonlySet<string | undefined> = new Set(['--error', '--cause']);
/** What the scripts of shells call is for no one else. */
const HIDDEN: ReadonlySet<string> = new Set(['words']);
const FILE_ARGUMENTS: ReadonlySet<string | undefined> = new Set(['handlers']);

interface Place {
  readonly command: Command;
  /** The option whose value is being typed. */
  readonly valueOf: Option | undefined;
  /** Arguments that stand before. */
  readonly given: number;
  readonly config: string | undefined;
}

const optionOf = (command: Command, word: string): Option | undefined =>
  command.options.find(({ long, short }) => word === long || word === short);

const takesValue = (option: Option | undefined): boolean =>
  option !== undefined && (option.required || option.optional);

/** A value that may be left out does not begin like an option. */
const isValue = (option: Option, word: string): boolean => option.required || !word.startsWith('-');

/** Follows complete words down the tree of commands. */
const placeOf = (program: Command, words: readonly string[]): Place => {
  let command = program;
  let valueOf: Option | undefined;
  let config: string | undefined;
  let given = 0;
  for (const word of words) {
    const option = valueOf;
    valueOf = undefined;
    if (option !== undefined && isValue(option, word)) {
      if (option.long === '--config') config = word;
    } else if (word.startsWith('-')) {
      const next = optionOf(command, word);
      valueOf = takesValue(next) ? next : undefined;
    } else {
      const below = command.commands.find((one) => one.name() === word);
      if (below === undefined) given += 1;
      command = below ?? command;
    }
  }
  return { command, valueOf, given, config };
};

const valuesFor = async (option: Option, { config }: Place, names: Asked['names']): Promise<readonly string[]> => {
  const { argChoices, flags, long = '' } = option;
  if (argChoices !== undefined) return argChoices;
  if (flags.includes('<file>')) return [FILES];
  if (CODES.has(long)) return FAILURE_CODES;
  const kind = NAMED[long];
  return kind === undefined ? [] : (await names(config))[kind];
};

const argumentAt = ({ registeredArguments: all }: Command, index: number): Argument | undefined =>
  all[index] ?? (all.at(-1)?.variadic === true ? all.at(-1) : undefined);

const argumentsFor = async ({ command, given, config }: Place, names: Asked['names']): Promise<readonly string[]> => {
  const argument = argumentAt(command, given);
  if (argument?.argChoices !== undefined) return argument.argChoices.filter((choice) => !HIDDEN.has(choice));
  if (FILE_ARGUMENTS.has(argument?.name())) return [FILES];
  return argument?.name() === 'route' ? (await names(config)).routes : [];
};

/**
 * Words that may stand where the last of `words` is being typed, those that begin as it does; `FILES` alone where any
 * file may.
 */
export const completions = async (program: Command, { words, names }: Asked): Promise<readonly string[]> => {
  const prefix = words.at(-1) ?? '';
  const place = placeOf(program, words.slice(0, -1));
  const { command, valueOf, given } = place;
  const flags = command.options.flatMap(({ long }) => long ?? []);
  const all =
    valueOf !== undefined && isValue(valueOf, prefix)
      ? await valuesFor(valueOf, place, names)
      : prefix.startsWith('-')
        ? [...flags, '--help']
        : [...(given === 0 ? command.commands.map((one) => one.name()) : []), ...(await argumentsFor(place, names))];
  return all.filter((word) => word === FILES || word.startsWith(prefix));
};
