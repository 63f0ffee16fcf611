import { Watermarks } from '../../model/positions/watermarks';
import type { HostInput } from '../../model/contract/contract';
import type { ClosedRun } from './closed-run';

/**
 * I12: the run, whose next one learns what may have been tried. A run that was closed in a task with records that came
 * alone may have made their calls in it, of which nothing is in its history.
 */
export const triedAtOnce = (run: ClosedRun<HostInput>): ClosedRun<HostInput> => {
  const { input, brokenOff } = run;
  const alone = brokenOff?.sent.filter(({ signal }) => signal.atOnceMs !== undefined) ?? [];
  if (brokenOff === undefined || alone.length === 0) return run;
  const { since } = brokenOff;
  const marks = new Watermarks(input.redone?.marks);
  for (const { signal } of alone) for (const record of signal.records) marks.accept(signal.stream, record);
  const redone = { ...input.redone, since: Math.min(since, input.redone?.since ?? since), marks: marks.snapshot() };
  return { ...run, input: { ...input, redone } };
};
