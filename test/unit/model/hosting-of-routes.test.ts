import { hostingChanged } from '../../../src/bridge/hosting-changed';
import { ReplayLabels } from '../../../src/bridge/replay-labels';
import { segmentsOf } from '../../../src/model/routes/route-control';
import { hostWorkflowId, lanesOfHost } from '../../../src/model/names/workflow-id';
import { fold, time } from './fold';

const stream = { id: 's1', topic: 't' };
const taken = [{ ...stream, ranges: { '0': ['0', '40', 2] } }] as const;
const REHOST = { kind: 'rehost', lanes: 16, from: 8, since: time, taken, sequence: 7 } as const;

test('I3: The hosting of a route is what the first bridge said.', () => {
  expect(fold([]).lanes).toBeUndefined();
  expect(
    fold([
      { kind: 'host', lanes: 8 },
      { kind: 'host', lanes: 16 },
    ]).lanes,
  ).toBe(8);
  expect(
    fold([
      { kind: 'host', lanes: 0 },
      { kind: 'host', lanes: 16 },
    ]).lanes,
  ).toBe(0);
});

test('I3: The hosting of a route changes only while the route is paused, has been since it was found drained, and no replay is unfinished.', () => {
  const paused = fold([{ kind: 'host', lanes: 8 }, { kind: 'pause' }]);
  expect(fold([REHOST], paused)).toMatchObject({ lanes: 16, taken, sequence: 7, desired: 'paused' });
  const back = { ...REHOST, lanes: 8, from: 16, sequence: 3 };
  expect(fold([REHOST, back], paused)).toMatchObject({ lanes: 8, sequence: 7 });
  const later = { time: '2026-11-22T20:00:01.000Z' };
  const others: readonly (readonly object[])[] = [
    [{ kind: 'resume' }],
    [{ kind: 'resume' }, { kind: 'pause', ...later }],
    [{ kind: 'replay', request: { from: { earliest: true }, newEffects: false } }],
  ];
  for (const commands of others) expect(fold([...commands, REHOST], paused)).toMatchObject({ lanes: 8 });
  expect(fold([{ ...REHOST, from: 9 }], paused)).toMatchObject({ lanes: 8 });
  expect(fold([REHOST], fold([{ kind: 'pause' }])).lanes).toBeUndefined();
});

test('I3: The hosting of a route leaves out what was taken in before, but for replays of it, and what was written in place of a lost tail.', () => {
  const control = fold([{ kind: 'host', lanes: 8 }, { kind: 'pause' }, REHOST]);
  const labels = new ReplayLabels(stream, 0, segmentsOf(control));
  const at = (offset: bigint, leaderEpoch = 2) => labels.label({ offset, leaderEpoch }, '');
  const [left, sent] = [{ kind: 'left-out', replay: 0 } as const, { kind: 'sent', stream } as const];
  expect([at(0n), at(39n), at(40n), at(39n, 3)]).toEqual([left, left, sent, sent]);
  const segment = { replay: 1, newEffects: false, streams: [{ ...stream, ranges: { '0': ['10', '20'] as const } }] };
  const replayed = new ReplayLabels(stream, 0, segmentsOf({ ...control, segments: [segment] }));
  expect(replayed.label({ offset: 10n, leaderEpoch: 2 }, 'k')).toEqual({
    kind: 'sent',
    stream: { ...stream, replay: 1 },
  });
  expect(replayed.label({ offset: 9n, leaderEpoch: 2 }, 'k')).toEqual(left);
  expect(segmentsOf(fold([{ kind: 'host', lanes: 8 }]))).toEqual([]);
});

test('The hosting of a route shows in the id of a host.', () => {
  expect(lanesOfHost(hostWorkflowId('bank', 'main', 'key', 12))).toBe(12);
  expect(lanesOfHost(hostWorkflowId('bank', 'main', 'key', 0))).toBe(0);
  expect(lanesOfHost('bank/main/~lane-x-of-8')).toBe(0);
});

test('A change of hosting is refused in words that say what was expected, what was got and what to do.', () => {
  expect(hostingChanged({ route: 'main', lanes: 8 }, {})).toBeUndefined();
  expect(hostingChanged({ route: 'main', lanes: 8 }, { lanes: 8 })).toBeUndefined();
  const changed = hostingChanged({ route: 'main', lanes: 16 }, { lanes: 8 });
  expect(changed).toMatchObject({ code: 'hosting-changed', retryable: false });
  expect(changed?.message).toContain('in 8 lanes, and the configuration says 16 lanes');
  expect(changed?.message).toContain('set `lanes: 8` again');
  expect(changed?.message).toContain('`sluice rehost main`');
  const keys = hostingChanged({ route: 'main', lanes: 16 }, { lanes: 0 });
  expect(keys?.message).toContain('in a workflow per key');
  expect(keys?.message).toContain('take `lanes` out');
});
