import { triedAtOnce } from '../../../../src/temporal/keys/tried-at-once';
import type { ClosedRun, SentRecords } from '../../../../src/temporal/keys/closed-run';
import { RECORDS_SIGNAL, type HostInput } from '../../../../src/model/contract/contract';

const stream = { id: 's', topic: 't' };
const sent = (offset: string, atOnceMs?: number): SentRecords => ({
  name: RECORDS_SIGNAL,
  signal: {
    stream,
    records: [{ partition: 0, leaderEpoch: 0, offset, key: 'k', timestamp: 0, value: { json: 1 } }],
    ...(atOnceMs === undefined ? {} : { atOnceMs }),
  },
});
const input = { gateway: 'g', route: 'r', hosting: { kind: 'key', chain: 'k', key: 'k' } } as const;
const run = (brokenOff?: ClosedRun<HostInput>['brokenOff'], of: HostInput = input): ClosedRun<HostInput> => ({
  ...{ workflowType: 'w', taskQueue: 'q', input: of, sent: [], updates: [], startedAt: 0, tasksCompleted: 1 },
  refused: false,
  ...(brokenOff === undefined ? {} : { brokenOff }),
});

test('I12: What came alone in the task in which a run was closed may have been called for.', () => {
  const { redone } = triedAtOnce(run({ since: 5, sent: [sent('7', 10), sent('8', 10)] })).input;
  expect(redone?.since).toBe(5);
  expect(JSON.stringify(redone?.marks)).toContain('"8"');
});

test('Of a run that was closed between tasks, or in one without records that came alone, nothing else is in doubt.', () => {
  for (const closed of [run(), run({ since: 5, sent: [] }), run({ since: 5, sent: [sent('7')] })])
    expect(triedAtOnce(closed)).toBe(closed);
});

test('I12: What was in doubt before a run stays so, and since then.', () => {
  const before = triedAtOnce(run({ since: 5, sent: [sent('9', 10)] })).input;
  const { redone } = triedAtOnce(run({ since: 6, sent: [sent('7', 10)] }, before)).input;
  expect(redone).toEqual(before.redone);
});
