import type { HostInput } from '../../../../src/model/contract/contract';
import type { Stream, WireRecord } from '../../../../src/model/contract/record';
import type { RedriveLetter } from '../../../../src/model/contract/redrive';
import { isHostInput } from '../../../../src/model/wire/start-inputs';
import type { ClosedRun, DoneUpdate } from '../../../../src/temporal/keys/closed-run';
import { KnownCommands } from '../../../../src/temporal/keys/known-commands';
import { lostCommands, redoneRun } from '../../../../src/temporal/keys/redone-run';

const STREAM: Stream = { id: 's', topic: 't' };
const INPUT: HostInput = { gateway: 'g', route: 'r', hosting: { kind: 'lane', lane: 0, of: 1 } };

const position = (offset: string) => ({ partition: 0, leaderEpoch: 0, offset });
const record = (offset: string): WireRecord => ({
  ...position(offset),
  ...{ chain: 'k', key: 'k', timestamp: 1, value: { text: offset } },
});
const letter = (offset: string, more: Partial<RedriveLetter['redriven']> = {}, stream = STREAM): RedriveLetter => ({
  ...{ id: `letter-${offset}-${more.times ?? 1}`, chain: 'k', key: 'k', stream, position: position(offset) },
  redriven: { times: 1, letter: { stream: { id: 'd', topic: 'd' }, position: position('0') }, ...more },
});
const redrive = (after: number, ...letters: readonly RedriveLetter[]): DoneUpdate => ({
  ...{ name: 'sluice.redrive', argument: { letters }, after, time: 9_000 },
});
const edit = (after: number, offset: string, seen: number): DoneUpdate => ({
  ...{ name: 'sluice.edit', after, time: 9_000 },
  argument: { chain: 'k', seen, record: { ...record(offset), value: { text: 'edited' } } },
});
const command = (name: string, chain: string, time: number): DoneUpdate => ({
  ...{ name, argument: { chain, key: chain }, after: 0, time },
});
const runOf = (
  offsets: readonly string[],
  updates: readonly DoneUpdate[],
  input: HostInput = INPUT,
): ClosedRun<HostInput> => ({
  ...{ workflowType: 'w', taskQueue: 'q', refused: false, tasksCompleted: 1, startedAt: 1_000, input, updates },
  sent: offsets.map((offset) => ({ name: 'sluice.records', signal: { stream: STREAM, records: [record(offset)] } })),
});
const lettersOf = (run: ClosedRun<HostInput>): unknown =>
  redoneRun(run).letters.map(({ after, letters }) => [after, ...letters.map(({ id }) => id)]);
const lost = (run: ClosedRun<HostInput>): unknown => lostCommands(run, new KnownCommands(run));
const LOST = { since: 1_000, cause: 'worker-lost' };

test('I12: Letters that were redriven come back in their order among the signals, as perhaps done at their revision.', () => {
  const before = { since: 7, cause: 'timeout', step: 'pay' } as const;
  const run = runOf(
    ['7', '8'],
    [redrive(1, letter('2'), letter('3', { revision: 2, doubts: [before] })), redrive(2, letter('5'))],
  );
  expect(lettersOf(run)).toEqual([
    [1, 'letter-2-1', 'letter-3-1'],
    [2, 'letter-5-1'],
  ]);
  const [first] = redoneRun(run).letters;
  expect(first?.letters.map(({ redriven }) => redriven.doubts)).toEqual([[LOST], [{ ...LOST, revision: 2 }, before]]);
  expect(redoneRun(run).run.input.redone).not.toHaveProperty('replaced');
  expect(lost(run)).toEqual([]);
});

test('I12: A record whose letter was redriven in the same run comes back as that letter alone, in its last form.', () => {
  const run = runOf(
    ['7', '8'],
    [edit(1, '7', 0), redrive(2, letter('7', { revision: 1 })), redrive(2, letter('7', { times: 2, revision: 2 }))],
  );
  const again = redoneRun(run);
  expect(lettersOf(run)).toEqual([[2, 'letter-7-2']]);
  expect(again.run.sent).toBe(run.sent);
  expect(again.run.input.redone?.replaced).toEqual([{ stream: STREAM, position: position('7') }]);
  expect(isHostInput(again.run.input)).toBe(true);
  expect(lost(run)).toEqual([]);
  const edited = runOf(['7', '8'], [redrive(1, letter('7')), edit(2, '7', 0)]);
  expect(redoneRun(edited).letters).toEqual([]);
  expect(redoneRun(edited).run.sent[0]?.signal.records).toMatchObject([{ revision: 1, value: { text: 'edited' } }]);
  expect(lost(edited)).toEqual([]);
  const ofAReplay = runOf(['7'], [redrive(1, letter('7', {}, { ...STREAM, replay: 1 }))]);
  expect(redoneRun(ofAReplay).run.input.redone).not.toHaveProperty('replaced');
});

test('I10: Letters beyond those that may wait in one workflow are told and do not come back, the oldest first.', () => {
  const letters = Array.from({ length: 240 }, (_, index) => letter(String(index)));
  const waiting = Array.from({ length: 20 }, (_, index) => {
    const { stream, redriven } = letter('0');
    return { stream, position: position(String(500 + index)), redriven };
  });
  const carried = { watermarks: [], sequence: 0, counters: {}, chains: [{ chain: 'k', waiting }] };
  const run = runOf([], [redrive(0, ...letters)], { ...INPUT, carried } as unknown as HostInput);
  expect(lettersOf(run)).toEqual([[0, ...letters.slice(10).map(({ id }) => id)]]);
  expect(lost(run)).toEqual(
    letters.slice(0, 10).map(({ position: { offset } }) => ({ verb: 'redrive', chain: 'k', offset })),
  );
  const again = redoneRun(run).run.input.carried?.chains[0]?.waiting;
  expect(again?.map((entry) => ('redriven' in entry ? entry.redriven.doubts : undefined))).toEqual(
    waiting.map(() => [LOST]),
  );
});

test('What operators paused stays paused, as of their last command, over several such runs.', () => {
  const updates = [
    command('sluice.pause', 'a', 1_000),
    command('sluice.pause', 'b', 2_000),
    command('sluice.resume', 'a', 3_000),
  ];
  const { input } = redoneRun(runOf([], updates)).run;
  expect(input.redone?.pauses).toEqual([
    { chain: 'a', key: 'a' },
    { chain: 'b', key: 'b', since: 2_000 },
  ]);
  expect(isHostInput(input)).toBe(true);
  const again = redoneRun(runOf([], [command('sluice.pause', 'a', 4_000)], input)).run.input;
  expect(again.redone?.pauses).toEqual([
    { chain: 'a', key: 'a', since: 4_000 },
    { chain: 'b', key: 'b', since: 2_000 },
  ]);
  expect(redoneRun(runOf([], [])).run.input.redone).not.toHaveProperty('pauses');
});

test('I12: An edit comes back at the revision that the run gave it, and none that comes later gets one that may be known.', () => {
  const newEffect = { name: 'sluice.retry', argument: { chain: 'k', newEffect: { seen: 0 } }, after: 1, time: 1 };
  const run = runOf(['7'], [{ ...edit(1, '7', 0), answer: { revision: 10_001 } }, newEffect]);
  const { run: again } = redoneRun(run);
  expect(again.sent[0]?.signal.records).toMatchObject([{ revision: 10_001 }]);
  expect(again.input.redone?.unknownRevisions).toBe(2);
  expect(redoneRun(runOf(['7'], [newEffect], again.input)).run.input.redone?.unknownRevisions).toBe(5);
  const strange = redoneRun(runOf(['7'], [{ ...edit(1, '7', 0), answer: { revision: 'x' } }]));
  expect(strange.run.sent[0]?.signal.records).toMatchObject([{ revision: 1 }]);
});
