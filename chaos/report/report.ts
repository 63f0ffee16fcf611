import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Progress } from '../../src/engines';
import type { ChaosOptions } from '../chaos-options';
import { check } from '../checker';
import type { Facts } from '../facts';
import { conditionsOf, type Conditions } from './conditions';
import { coursePlot } from './course-plot';
import { latencyPlot } from './latency-plot';
import { recoveryPlot } from './recovery-plot';
import { reportText } from './report-text';
import { runSeries } from './run-series';

const CONDITIONS = 'conditions.json';

const kept = async (directory: string, name: string): Promise<unknown> =>
  JSON.parse(await readFile(path.join(directory, name), 'utf8'));

/** Keeps the conditions of a run for its reports. Call it before the run: the checkout may change meanwhile. */
export const keepConditions = async (directory: string, options: ChaosOptions, progress: Progress): Promise<void> => {
  await writeFile(path.join(directory, CONDITIONS), JSON.stringify(await conditionsOf(options, progress)));
};

/** Judges the facts kept in `directory` and writes text and pictures to `folder`. Returns the name of the text. */
export const writeReport = async (directory: string, folder: string): Promise<string> => {
  const facts = (await kept(directory, 'facts.json')) as Facts;
  const conditions = (await kept(directory, CONDITIONS)) as Conditions;
  const verdict = check(facts);
  const series = runSeries(facts);
  const name = `report-seed-${facts.seed}`;
  const plots = { course: `${name}-course.svg`, latency: `${name}-latency.svg`, recovery: `${name}-recovery.svg` };
  // The report is formatted as all Markdown here is, so that it can be committed.
  const markdown = await format(reportText(verdict, conditions, series, plots), {
    ...(await resolveConfig(__filename)),
    parser: 'markdown',
  });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${name}.md`), markdown);
  await writeFile(path.join(folder, plots.course), coursePlot(series, facts.faults));
  await writeFile(path.join(folder, plots.latency), latencyPlot(series));
  await writeFile(path.join(folder, plots.recovery), recoveryPlot(verdict.recoveries));
  return path.join(folder, `${name}.md`);
};
