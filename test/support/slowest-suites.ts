// Prints how long suites took, the slowest first, as a table for docs/testing.md:
//   npm test -- --json --outputFile=after.json; npx tsx test/support/slowest-suites.ts after.json [before.json]
import { readFileSync } from 'node:fs';
import path from 'node:path';

const SHOWN = 25;
const ROOT = path.resolve(__dirname, '../..');

interface Report {
  readonly testResults: readonly { readonly name: string; readonly startTime: number; readonly endTime: number }[];
}

/** Returns seconds by the suite's path in `test`. Runs in different checkouts match by the end of their paths. */
const seconds = (file: string): ReadonlyMap<string, number> => {
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return new Map(
    testResults.map(({ name, startTime, endTime }) => [
      name.slice(name.lastIndexOf('/test/') + '/test/'.length).replace(/\.test\.ts$/, ''),
      Math.round((endTime - startTime) / 1_000),
    ]),
  );
};

const [after = path.join(ROOT, 'after.json'), before] = process.argv.slice(2);
const earlier = before === undefined ? undefined : seconds(before);
const slowest = Array.from(seconds(after)).sort(([, a], [, b]) => b - a);
const rows = slowest
  .slice(0, SHOWN)
  .map(([suite, now]) => [suite, ...(earlier ? [earlier.get(suite) ?? '-'] : []), now]);
const head = ['suite', ...(earlier ? ['s before'] : []), 's'];
for (const cells of [head, head.map(() => '---'), ...rows]) process.stdout.write(`| ${cells.join(' | ')} |\n`);
