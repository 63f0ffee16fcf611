import { type RecordLabel, ReplayLabels } from '../../../src/bridge/replay-labels';
import type { Stream } from '../../../src/model/contract/record';
import type { ReplaySegment } from '../../../src/model/routes/route-replay';

const stream = { id: 's1', topic: 't' };
const segment = (replay: number, from: string, to: string, more: Partial<ReplaySegment> = {}): ReplaySegment => ({
  replay,
  newEffects: false,
  streams: [{ ...stream, ranges: { '0': [from, to] } }],
  ...more,
});

const at = (offset: bigint, leaderEpoch = 0): { offset: bigint; leaderEpoch: number } => ({ offset, leaderEpoch });

const sent = (labelled: Stream): RecordLabel => ({ kind: 'sent', stream: labelled });

test('The label of a record is that of the newest replay that has its offset, and none from the end of the replay on.', () => {
  const labels = new ReplayLabels(stream, 0, [segment(1, '0', '100'), segment(2, '50', '120', { newEffects: true })]);
  expect([49n, 50n, 119n].map((offset) => labels.label(at(offset), 'k'))).toEqual([
    sent({ ...stream, replay: 1 }),
    sent({ ...stream, replay: 2, effects: 2 }),
    sent({ ...stream, replay: 2, effects: 2 }),
  ]);
  expect(labels.label(at(120n), 'k')).toEqual(sent(stream));
});

test('I11: The label of a record is none in another partition, and none in a topic that was made again.', () => {
  expect(new ReplayLabels(stream, 1, [segment(1, '0', '100')]).label(at(5n), 'k')).toEqual(sent(stream));
  const another = { ...stream, id: 's2' };
  expect(new ReplayLabels(another, 0, [segment(1, '0', '100')]).label(at(5n), 'k')).toEqual(sent(another));
});

test('I11: The label of a record names the replay that leaves the record out, because it is of another key.', () => {
  const labels = new ReplayLabels(stream, 0, [segment(3, '0', '100', { chain: 'a' })]);
  expect(labels.label(at(5n), 'b')).toEqual({ kind: 'left-out', replay: 3 });
  expect(labels.label(at(5n), 'a')).toEqual(sent({ ...stream, replay: 3 }));
  expect(labels.label(at(100n), 'b')).toEqual(sent(stream));
});

test('I11: The label of a record is none for what was written later in place of a lost tail: of no key is it left out.', () => {
  const streams = [{ ...stream, ranges: { '0': ['0', '100', 4] } as const }];
  const labels = new ReplayLabels(stream, 0, [segment(3, '0', '100', { chain: 'a', streams })]);
  expect(labels.label(at(5n, 4), 'b')).toEqual({ kind: 'left-out', replay: 3 });
  expect(labels.label(at(5n, 5), 'b')).toEqual(sent(stream));
});

test('I12: The label of a record says whether its replay repeats URLs, and effects whose keys may be forgotten.', () => {
  const marks = { oneUrl: true, sure: true } as const;
  const labels = new ReplayLabels(stream, 0, [segment(1, '0', '100', marks)]);
  expect(labels.label(at(5n), 'k')).toEqual(sent({ ...stream, replay: 1, ...marks }));
});
