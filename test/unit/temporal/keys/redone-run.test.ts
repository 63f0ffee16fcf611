import type { HostInput } from '../../../../src/model/contract/contract';
import type { WireRecord } from '../../../../src/model/contract/record';
import type { DoneUpdate, SentRecords } from '../../../../src/temporal/keys/closed-run';
import { isHostInput } from '../../../../src/model/wire/start-inputs';
import { KnownCommands, type CommandedRun } from '../../../../src/temporal/keys/known-commands';
import * as redone from '../../../../src/temporal/keys/redone-run';

const STREAM = { id: 's', topic: 't' };
const INPUT = { gateway: 'g', route: 'r', hosting: { kind: 'lane', lane: 0, of: 1 } } as HostInput;

const record = (offset: string, text: string, chain = 'k'): WireRecord => ({
  partition: 0,
  leaderEpoch: 0,
  offset,
  key: chain,
  chain,
  timestamp: 1,
  value: { text },
});
const sent = (records: readonly WireRecord[], stream = STREAM): SentRecords => ({
  name: 'sluice.records',
  signal: { stream, records },
});
const done = (name: string, argument: unknown, after = 1): DoneUpdate => ({ name, argument, after, time: 9_000 });
const edit = (offset: string, text: string, seen = 0, chain = 'k'): DoneUpdate => {
  return done('sluice.edit', { chain, seen, record: record(offset, text, chain) });
};
const runOf = (given: readonly SentRecords[], updates: readonly DoneUpdate[]): CommandedRun => ({
  input: INPUT,
  sent: given,
  updates,
  startedAt: 1_000,
});
const sentAsEdited = (run: CommandedRun) => redone.sentAsEdited(run, new KnownCommands(run));
const lostCommands = (run: CommandedRun) => redone.lostCommands(run, new KnownCommands(run));
const redoneInput = (run: CommandedRun) => redone.redoneInput(run, new KnownCommands(run));

test('I12: A record that was edited comes back as it was edited, with the idempotency keys of its last edit.', () => {
  const run = runOf(
    [sent([record('7', 'seven'), record('8', 'eight'), record('8', 'other', 'l')])],
    [edit('8', 'mended'), edit('8', 'mended twice', 1)],
  );
  expect(sentAsEdited(run)[0]?.signal.records).toEqual([
    record('7', 'seven'),
    { ...record('8', 'mended twice'), revision: 2 },
    record('8', 'other', 'l'),
  ]);
  expect(lostCommands(run)).toEqual([]);
});

test('I12: What operators did and the next run does not know is told, and nothing is made of what a stranger sent.', () => {
  const run = runOf(
    [sent([record('7', 'seven')])],
    [
      done('sluice.skip', { chain: 'k', offset: '5' }),
      done('sluice.retry', { chain: 'k' }),
      done('sluice.retry', { chain: 'k', newEffect: { seen: 0 } }),
      edit('6', 'sent to an earlier run'),
      done('sluice.edit', 'garbage'),
      done('sluice.skip', undefined),
    ],
  );
  expect(lostCommands(run)).toEqual([
    { verb: 'skip', chain: 'k', offset: '5' },
    { verb: 'new-effect', chain: 'k' },
    { verb: 'edit', chain: 'k', offset: '6' },
  ]);
  expect(sentAsEdited(run)).toBe(run.sent);
});

test('An edit whose record may be of either of two topics is told and not made again.', () => {
  const run = runOf([sent([record('7', 'a')]), sent([record('7', 'b')], { id: 's2', topic: 'u' })], [edit('7', 'c')]);
  expect(sentAsEdited(run)).toBe(run.sent);
  expect(lostCommands(run)).toEqual([{ verb: 'edit', chain: 'k', offset: '7' }]);
  const twice = runOf([sent([record('7', 'a')]), sent([record('7', 'a')])], [edit('7', 'c')]);
  expect(lostCommands(twice)).toEqual([]);
});

test('I12: The next run knows with which revisions carried records come back, also those with new effects.', () => {
  const carriedWith = (chain: object): HostInput =>
    ({
      ...INPUT,
      carried: {
        watermarks: [],
        streams: [STREAM],
        chains: [{ chain: 'k', waiting: [], ...chain }],
        sequence: 0,
        counters: {},
      },
    }) as unknown as HostInput;
  const revisionsOf = (chain: object): unknown =>
    redoneInput({ ...runOf([], []), input: carriedWith(chain) }).redone?.revisions?.map(({ position, revision }) => [
      position.offset,
      revision,
    ]);
  const entry = (offset: string, revision?: number) => ({
    stream: STREAM,
    record: { ...record(offset, 'x'), revision },
  });
  expect(revisionsOf({ waiting: [entry('1', 2), entry('2'), entry('3', 1)], newEffects: 1 })).toEqual([
    ['1', 3],
    ['3', 1],
  ]);
  const run = { partition: 0, leaderEpoch: 0, offsets: 'a,1' };
  expect(revisionsOf({ waiting: [{ stream: STREAM, ...run }], newEffects: 1 })).toEqual([['10', 1]]);
  expect(revisionsOf({ packed: [[0, 0, 0, 'a,1']], newEffects: 2 })).toEqual([['10', 2]]);
  expect(revisionsOf({ packed: [[0, 0, 0, 'a,1']] })).toBeUndefined();
});

test('Edits beyond what a workflow keeps of them are told and not made again, the oldest first.', () => {
  const large = 'x'.repeat(300 * 1024);
  const run = runOf([sent([record('7', 'a'), record('8', 'b')])], [edit('7', large), edit('8', large)]);
  expect(sentAsEdited(run)[0]?.signal.records).toEqual([record('7', 'a'), { ...record('8', large), revision: 1 }]);
  expect(lostCommands(run)).toEqual([{ verb: 'edit', chain: 'k', offset: '7' }]);
});

test('I12: The next run knows up to where its records may have had effects, and since when.', () => {
  const run = runOf([sent([record('7', 'a'), record('9', 'b')])], []);
  const marks = [{ ...STREAM, partitions: { '0': [0, '9'] } }];
  expect(redoneInput(run)).toMatchObject({ ...INPUT, redone: { since: 1_000, marks } });
  const again = redoneInput({ ...run, sent: sentAsEdited({ ...run, updates: [edit('9', 'x', 1)] }) });
  const nine = { stream: STREAM, position: { partition: 0, leaderEpoch: 0, offset: '9' }, revision: 2 };
  expect(again.redone).toEqual({ since: 1_000, marks, times: 1, revisions: [nine] });
  expect(isHostInput(again)).toBe(true);
  expect(redoneInput({ ...run, input: { ...INPUT, redone: { since: 5, marks: [] } } }).redone?.since).toBe(5);
});
