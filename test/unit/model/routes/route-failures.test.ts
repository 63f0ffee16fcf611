import { presentFailures } from '../../../../src/model/routes/route-failures';
import { fold, time } from '../fold';

const failed = { kind: 'failed', bridge: '1@host', code: 'topic-missing', message: 'no topic', since: time };

test('A route knows which bridges fail and why, each by what it said last.', () => {
  const control = fold([failed, { ...failed, bridge: '2@host' }, { ...failed, message: 'still no topic' }]);
  expect(control.failures).toEqual([
    { bridge: '2@host', code: 'topic-missing', message: 'no topic', since: time, time },
    { bridge: '1@host', code: 'topic-missing', message: 'still no topic', since: time, time },
  ]);
  expect(fold([{ kind: 'mended', bridge: '2@host' }], control).failures).toMatchObject([{ bridge: '1@host' }]);
  expect(fold([failed, { kind: 'mended', bridge: '1@host' }])).not.toHaveProperty('failures');
});

test('A route that is paused or resumed knows of no failure until a bridge fails again.', () => {
  for (const kind of ['pause', 'resume']) expect(fold([failed, { kind }])).not.toHaveProperty('failures');
});

test('A failure of a bridge changes nothing else that is known of a route.', () => {
  const before = fold([{ kind: 'pause' }, { kind: 'host', lanes: 4 }]);
  const after = fold([failed, { kind: 'mended', bridge: '1@host' }], before);
  expect(after).toEqual({ ...before, revision: before.revision + 2, recent: after.recent });
});

test('I10: What a route remembers of failing bridges is bounded.', () => {
  const control = fold(
    Array.from({ length: 100 }, (_, bridge) => ({ ...failed, bridge: String(bridge), message: 'm'.repeat(100_000) })),
  );
  expect(control.failures).toHaveLength(20);
  expect(control.failures?.at(-1)).toMatchObject({ bridge: '99', message: 'm'.repeat(2_000) });
});

test('A bridge that was killed while it failed is believed for a minute and a half.', () => {
  const control = fold([failed]);
  expect(presentFailures(control, Date.parse(time) + 89_000)).toHaveLength(1);
  expect(presentFailures(control, Date.parse(time) + 91_000)).toEqual([]);
  expect(presentFailures({}, 0)).toEqual([]);
});
