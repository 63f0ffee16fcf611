import type { Command, Option } from 'commander';

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

const NAMED: Readonly<Record<string, keyof ConfigNames>> = {
  '--route': 'routes',
  '--destination': 'destinations',
  '--agents': 'agents',
};

interface Place {
  readonly command: Command;
  /** The option whose value is being typed. */
  readonly valueOf: Option | undefined;
  readonly config: string | undefined;
}

const optionOf = (command: Command, word: string): Option | undefined =>
  command.options.find(({ long, short }) => word === long || word === short);

const takesValue = (option: Option | undefined): boolean =>
  option !== undefined && (option.required || option.optional);

/** Follows complete words down the tree of commands. */
const placeOf = (program: Command, words: readonly string[]): Place => {
  let command = program;
  let valueOf: Option | undefined;
  let config: string | undefined;
  for (const word of words) {
    if (valueOf !== undefined) {
      if (valueOf.long === '--config') config = word;
      valueOf = undefined;
    } else if (word.startsWith('-')) {
      const option = optionOf(command, word);
      valueOf = takesValue(option) ? option : undefined;
    } else command = command.commands.find((one) => one.name() === word) ?? command;
  }
  return { command, valueOf, config };
};

const valuesFor = async ({ valueOf, config }: Place, names: Asked['names']): Promise<readonly string[]> => {
  if (valueOf?.argChoices !== undefined) return valueOf.argChoices;
  const kind = NAMED[valueOf?.long ?? ''];
  return kind === undefined ? [] : (await names(config))[kind];
};

const argumentsFor = async ({ command, config }: Place, names: Asked['names']): Promise<readonly string[]> => {
  const [argument] = command.registeredArguments;
  if (argument?.argChoices !== undefined) return argument.argChoices;
  return argument?.name() === 'route' ? (await names(config)).routes : [];
};

/** Words that may stand where the last of `words` is being typed, those that begin as it does. */
export const completions = async (program: Command, { words, names }: Asked): Promise<readonly string[]> => {
  const prefix = words.at(-1) ?? '';
  const place = placeOf(program, words.slice(0, -1));
  const { command, valueOf } = place;
  const flags = command.options.flatMap(({ long }) => long ?? []);
  const all =
    valueOf !== undefined
      ? await valuesFor(place, names)
      : prefix.startsWith('-')
        ? [...flags, '--help']
        : [...command.commands.map((one) => one.name()), ...(await argumentsFor(place, names))];
  return all.filter((word) => word.startsWith(prefix));
};
