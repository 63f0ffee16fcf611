// A deploy changes the handler of a record that has done something, or may have (I12). The host is real, with its turn,
// chains and combiner; Temporal and the activities are not.
import * as fc from 'fast-check';
import { SNAPSHOT_QUERY, type Carried } from '../../../../src/model/contract/contract';
import { sandbox } from '../../support/fake-sandbox';
import { continued, edited, handled, retried, stepOf, waiting, type Fate, type Step } from './changed-handlers';

jest.mock(
  '@temporalio/workflow',
  () => jest.requireActual<{ sandbox: { module: object } }>('../../support/fake-sandbox').sandbox.module,
);

beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => sandbox.now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const PAY = 'post /pay';

test.each<{ readonly what: string; readonly before: readonly Step[]; readonly after: readonly Step[] }>([
  { what: 'takes away a GET in front', before: ['get /rate', PAY], after: [PAY] },
  { what: 'takes away a POST in front', before: ['post /fee', PAY], after: [PAY] },
  { what: 'takes away a call in front that was refused', before: ['try /no', PAY], after: [PAY] },
  { what: 'takes away a sleep in front', before: ['sleep', PAY], after: [PAY] },
  { what: 'takes away a child in front', before: ['child a', PAY], after: [PAY] },
  { what: 'makes a GET of a sleep in front', before: ['sleep', PAY], after: ['get /rate', PAY] },
  { what: 'has another child in front', before: ['child a', PAY], after: ['child b', PAY] },
  { what: 'puts a sleep in front', before: [PAY], after: ['sleep', PAY] },
  { what: 'puts a condition in front', before: [PAY], after: ['condition', PAY] },
  { what: 'puts a child in front', before: [PAY], after: ['child a', PAY] },
  { what: 'puts a GET behind another one', before: ['get /rate', PAY], after: ['get /rate', 'sleep', PAY] },
  { what: 'puts a deferred call in front', before: ['post /fee', PAY], after: ['defer /x', PAY] },
  { what: 'does not make the call in doubt', before: [PAY], after: [] },
  {
    what: 'does another thing in place of the call in doubt',
    before: ['get /rate', PAY],
    after: ['get /rate', 'child a'],
  },
])('I12: A deploy that $what sends nothing, and the call in doubt stays so.', async ({ before, after }) => {
  const world = await handled(before, { '/pay': 'lost', '/no': 'refused' });
  expect([world.code, world.parked]).toEqual(['timeout', 1]);
  const arrived = Array.from(world.arrived.keys());
  await retried(after);
  expect([world.code, world.parked]).toEqual(['request-changed', 2]);
  expect(Array.from(world.arrived.keys())).toEqual(arrived);
  expect(world.arrived.get('/pay')?.size).toBe(1);
  expect((sandbox.query(SNAPSHOT_QUERY) as Carried).chains[0]?.doubts).toMatchObject([{ cause: 'timeout' }]);
  // As it was, the handler goes on.
  world.fates.delete('/pay');
  await retried(before);
  expect([world.parked, waiting()]).toEqual([2, 0]);
  expect(world.arrived.get('/pay')?.size).toBe(1);
});

test('I12: New effects make the calls of a changed handler under new keys, and none gets the answer of another.', async () => {
  const world = await handled(['get /rate', PAY], { '/pay': 'lost' });
  await retried([PAY]);
  world.fates.delete('/pay');
  await retried([PAY], { seen: 0, sure: true });
  expect([world.parked, waiting()]).toEqual([2, 0]);
  expect(Array.from(world.arrived.get('/pay') ?? [])).toEqual(['0 2', '1 1']);
});

test('I12: A handler that goes on with the objects that it has given to a call is no other one when its record is retried.', async () => {
  const steps = ['reused /a', 'reused /b', 'reused /pay'] as const;
  const world = await handled(steps, { '/pay': 'lost' });
  world.fates.delete('/pay');
  await retried(steps);
  expect([world.code, world.parked, waiting()]).toEqual(['timeout', 1, 0]);
  expect(Array.from(world.arrived.get('/a') ?? [])).toEqual(['0 1']);
});

test('A deploy that changes what comes behind the call in doubt goes on with the answers that are there.', async () => {
  const world = await handled(['get /rate', 'post /fee', 'sleep', 'child a', PAY], { '/pay': 'lost' });
  world.fates.delete('/pay');
  await retried(['get /rate', 'post /fee', 'sleep', 'child a', PAY, 'post /more']);
  expect([world.parked, waiting()]).toEqual([1, 0]);
  expect(Array.from(world.arrived, ([id, keys]) => [id, keys.size])).toEqual([
    ['/fee', 1],
    ['child a', 1],
    ['/pay', 1],
    ['/more', 1],
  ]);
});

test('I12: The next run of a workflow still knows what its record did.', async () => {
  const world = await handled(['post /fee', 'sleep', PAY], { '/pay': 'lost' });
  await continued(world, ['post /more', 'sleep', PAY]);
  await retried(['post /more', 'sleep', PAY]);
  expect([world.code, Array.from(world.arrived.keys())]).toEqual(['request-changed', ['/fee', '/pay']]);
  const [chain] = (sandbox.query(SNAPSHOT_QUERY) as Carried).chains;
  const called = [expect.stringMatching(/^call \w+$/), 0, expect.stringMatching(/^call \w+$/)];
  expect(chain?.headClaims).toEqual({ 1: called, 2: ['sleep'], 3: called });
});

test('A handler that puts the time into a request goes on behind it when its record runs again.', async () => {
  const steps: readonly Step[] = ['clock /order', 'sleep', PAY];
  const world = await handled(steps, { '/pay': 'refused' });
  expect([world.code, world.parked]).toEqual(['http-status', 1]);
  sandbox.now += 3_600_000;
  await continued(world, steps);
  world.fates.clear();
  await retried(steps);
  expect([world.code, world.parked, waiting()]).toEqual(['http-status', 1, 0]);
  expect(Array.from(world.arrived, ([id, keys]) => [id, keys.size])).toEqual([
    ['/order', 1],
    ['/pay', 1],
  ]);
});

test.each<{ readonly what: string; readonly before: readonly Step[]; readonly after: readonly Step[] }>([
  { what: 'one of two such calls', before: ['clock /rpc', 'clock /rpc', PAY], after: ['clock /rpc', PAY] },
  { what: 'a call that goes elsewhere', before: ['clock /fee', PAY], after: ['clock /order', PAY] },
])('I12: The time in a request hides no other change: a deploy that has $what is told.', async ({ before, after }) => {
  const world = await handled(before, { '/pay': 'refused' });
  world.fates.clear();
  sandbox.now += 60_000;
  await retried(after);
  expect([world.code, world.parked, world.arrived.has('/pay')]).toEqual(['request-changed', 2, false]);
});

test('I12: A call in doubt that had the time in its request is not sent with another one, and the failure says why.', async () => {
  const world = await handled(['clock /pay'], { '/pay': 'lost' });
  sandbox.now += 60_000;
  await retried(['clock /pay']);
  expect([world.code, world.arrived.get('/pay')?.size]).toEqual(['request-changed', 1]);
  expect(world.message).toContain('Take times from the record');
});

test.each<{ readonly what: string; readonly before: readonly Step[]; readonly after: readonly Step[] }>([
  { what: 'takes away a GET in front', before: ['get /rate', PAY], after: [PAY] },
  { what: 'takes away a POST in front', before: ['post /fee', PAY], after: [PAY] },
  { what: 'puts the call in front', before: ['post /fee', PAY], after: [PAY, 'post /fee'] },
  { what: 'makes a sleep of a call in front', before: ['post /fee', PAY], after: ['sleep', PAY] },
])('I12: An edit does not give one call the answer of another: a deploy that $what is told.', async (deploy) => {
  const world = await handled(deploy.before, { '/pay': 'refused' });
  world.fates.clear();
  const arrived = Array.from(world.arrived.keys());
  await edited(deploy.after);
  expect([world.code, world.parked, waiting()]).toEqual(['request-changed', 2, 1]);
  expect(Array.from(world.arrived.keys())).toEqual(arrived);
  await retried(deploy.before);
  expect([world.parked, waiting()]).toEqual([2, 0]);
  for (const keys of world.arrived.values()) expect(keys.size).toBe(1);
});

test('What was done before an edit stays done, whatever the edit makes of its request.', async () => {
  const world = await handled(['data /fee', 'sleep', PAY], { '/pay': 'refused' });
  world.fates.clear();
  await edited(['data /fee', 'sleep', PAY]);
  expect([world.parked, waiting()]).toEqual([1, 0]);
  expect(Array.from(world.arrived.get('/fee') ?? [])).toEqual(['0 1']);
  expect(Array.from(world.arrived.get('/pay') ?? [])).toEqual(['1 3']);
});

const DEFERRED_IN_FRONT = { at: 2, remove: 0, insert: ['defer' as const] };
const FIRST_LEFT_OUT = { at: 0, remove: 1, insert: [] };
const NO_CHANGE = { at: 0, remove: 0, insert: [] };

test('I12: Whatever a deploy puts before a call, takes away or changes, no request goes out under two keys.', async () => {
  const kinds = fc.constantFrom('post', 'get', 'defer', 'child', 'try', 'sleep', 'condition');
  const steps = fc
    .array(kinds, { minLength: 1, maxLength: 5 })
    .map((all) => all.map((kind, index): Step => stepOf(kind, `/${index}`)));
  const change = fc.record({ at: fc.nat(5), remove: fc.nat(2), insert: fc.array(kinds, { maxLength: 2 }) });
  await fc.assert(
    fc.asyncProperty(
      steps,
      fc.array(change, { minLength: 1, maxLength: 2 }),
      fc.nat(4),
      async (before, changes, lost) => {
        const fate = before.map((one, index): [string, Fate] => [
          `/${index}`,
          one.startsWith('try') ? 'refused' : index === lost ? 'lost' : 'taken',
        ]);
        const world = await handled(before, Object.fromEntries(fate));
        if (world.parked === 0) return;
        let after = before;
        for (const [round, { at, remove, insert }] of changes.entries()) {
          const put = insert.map((kind, index) => stepOf(kind, `/new${round}${index}`));
          after = after.toSpliced(at, remove, ...put);
          if (waiting() > 0) await retried(after);
        }
        for (const [id, keys] of world.arrived) expect([id, Array.from(keys)]).toEqual([id, [expect.anything()]]);
        // What is in doubt is still there, or was made again.
        world.fates.clear();
        if (waiting() > 0) await retried(before);
        for (const [id, keys] of world.arrived) expect([id, Array.from(keys)]).toEqual([id, [expect.anything()]]);
      },
    ),
    {
      numRuns: 300,
      examples: [
        // What is deferred goes out behind all calls, and so cannot be refused before them by its request alone.
        [['post /0', 'post /1', 'post /2'], [DEFERRED_IN_FRONT, NO_CHANGE], 2],
        // A child that moves to the place of what has left nothing.
        [['defer /0', 'child /1', 'post /2'], [FIRST_LEFT_OUT], 2],
      ],
    },
  );
});

test('I12: Whatever a deploy changes before an edit, no call is taken for done that was not made.', async () => {
  const kinds = fc.constantFrom('post', 'get', 'defer', 'sleep', 'data');
  const steps = fc
    .array(kinds, { minLength: 1, maxLength: 5 })
    .map((all) => all.map((kind, index): Step => stepOf(kind, `/${index}`)));
  const change = fc.record({ at: fc.nat(5), remove: fc.nat(2), insert: fc.array(kinds, { maxLength: 2 }) });
  await fc.assert(
    fc.asyncProperty(steps, change, fc.nat(4), async (before, { at, remove, insert }, refused) => {
      const world = await handled(before, { [`/${refused}`]: 'refused' });
      if (world.parked === 0) return;
      world.fates.clear();
      const after = before.toSpliced(at, remove, ...insert.map((kind, index) => stepOf(kind, `/new${index}`)));
      await edited(after);
      if (waiting() > 0) return;
      const acts = after.filter((step) => /^(?:post|defer|data) /.test(step));
      const names = acts.map((step) => step.replace(/^(?:post|defer|data) /, ''));
      expect(names.filter((name) => !world.arrived.has(name))).toEqual([]);
    }),
    { numRuns: 300, examples: [[['defer /0', 'post /1'], { at: 0, remove: 1, insert: [] }, 1]] },
  );
});
