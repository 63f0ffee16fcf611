import { readFileSync } from 'node:fs';
import path from 'node:path';
import { plainCommands } from './plain-commands';
import type { CliAnswer } from './run-cli';

const DOCS = path.resolve(__dirname, '../../../docs');

interface Example {
  readonly command: string;
  readonly output: string;
}

/** What differs between runs (names of gateways, topics, files): its text in this run and in the docs. */
export type DocumentedNames = Readonly<Record<string, string>>;

/** Returns the code fences in the section under a heading. */
const fences = (page: string, heading: string): readonly string[] => {
  const text = readFileSync(path.join(DOCS, page), 'utf8');
  const [, section] = text.split(new RegExp(`^### ${heading}$`, 'm'));
  if (section === undefined) throw new Error(`${page} has no heading "### ${heading}".`);
  const [own = ''] = section.split(/^#{2,3} /m);
  return Array.from(own.matchAll(/^```\n([\s\S]*?)^```$/gm), ([, inside = '']) => inside);
};

/** Returns the examples under a heading: each is a line `$ sluice ...` and what it prints. */
const examplesOf = (page: string, heading: string): readonly Example[] =>
  fences(page, heading).flatMap((inside) =>
    inside
      .split(/^\$ /m)
      .slice(1)
      .map((text) => {
        const [command = '', ...output] = text.trimEnd().split('\n');
        return { command, output: output.join('\n') };
      }),
  );

/** Splits a command line into words; quotes keep blanks together. */
const words = (command: string): readonly string[] =>
  Array.from(
    command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g),
    ([, single, double, plain]) => single ?? double ?? plain ?? '',
  );

const MASKS: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<run>'],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>'],
  [/\b(\d+d )?(\d+h )?(\d+m )?\d+s\b/g, '<age>'],
  // The columns of a table are as wide as what differs.
  [/(?<=\S) {2,}/g, '  '],
];

const masked = (text: string): string =>
  MASKS.reduce((result, [pattern, mask]) => result.replace(pattern, mask), text)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();

/**
 * Checks the examples of `docs/` against the commands' real output. A test brings a gateway into the documented state
 * and runs the examples of a heading in turn; what differs between runs (run ids, times, names) is masked.
 */
export class DocumentedCommands {
  private readonly left: Map<string, Example[]>;

  constructor(
    page: string,
    headings: readonly string[],
    private readonly cli: (...args: readonly string[]) => Promise<CliAnswer>,
    private readonly names: DocumentedNames,
    /** More parts of the output that differ between runs. */
    private readonly masks: readonly (readonly [RegExp, string])[] = [],
  ) {
    this.left = new Map(headings.map((heading) => [heading, [...examplesOf(page, heading)]]));
  }

  /** Runs the next example under the heading, and compares its stdout and stderr with the docs. */
  async check(heading: string): Promise<CliAnswer> {
    const example = this.left.get(heading)?.shift();
    if (example === undefined) throw new Error(`There is no further example under "### ${heading}".`);
    const [program, ...args] = words(example.command);
    expect(program).toBe('sluice');
    const answer = await this.cli(...args);
    expect({
      command: example.command,
      output: this.masked(this.named(plainCommands(answer.stdout + answer.stderr))),
    }).toEqual({
      command: example.command,
      output: this.masked(example.output),
    });
    return answer;
  }

  /** Fails if the docs have examples that were not run. */
  expectAllRun(): void {
    const left = Array.from(this.left.values()).flat();
    expect(left.map(({ command }) => command)).toEqual([]);
  }

  private masked(text: string): string {
    return masked(this.masks.reduce((result, [pattern, mask]) => result.replace(pattern, mask), text));
  }

  private named(text: string): string {
    return Object.entries(this.names).reduce((result, [name, documented]) => result.replaceAll(name, documented), text);
  }
}
