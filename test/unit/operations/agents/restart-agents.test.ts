import type { ResolvedAgent } from '../../../../src/config/agent/resolved-agent';
import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';
import { restartAgents } from '../../../../src/operations/agents/restart-agents';
import { ClosedWorld } from '../../support/closed-world';

const ONE = { name: 'rates', hosts: 0, window: 10 } as unknown as ResolvedAgent;
const MANY = { name: 'readings', hosts: 2, window: 10 } as unknown as ResolvedAgent;
const CONFIG = {
  name: 'plant',
  agents: [ONE, MANY],
  temporal: { taskQueue: 'q' },
  outbox: { writers: 2 },
} as unknown as ResolvedConfig;
const HOST = 'plant/~agents/rates';
const HELD = `${HOST}~held`;
const INPUT = { gateway: 'plant', definition: 'rates', hosting: { kind: 'one' }, window: 10 };
const CARRIED = { agents: [{ agent: 'rates', dueAt: 1, cursor: 7, window: 'abc' }] };

const restart = (world: ClosedWorld, definition = ONE, empty = false) =>
  restartAgents(world.client, CONFIG, definition, { empty });

test('I7: The restart of a poll agent goes on with what the closed run would have carried.', async () => {
  const world = new ClosedWorld();
  world.put(HOST, { status: 'TERMINATED', input: INPUT, snapshot: CARRIED });
  expect(await restart(world)).toEqual([
    { workflowId: HOST, changed: true, runId: 'r1', closedRunId: 'r0', agents: 1 },
  ]);
  expect(world.run(HOST)).toMatchObject({ status: 'RUNNING', input: { ...INPUT, carried: CARRIED } });
  expect(await restart(world)).toEqual([{ workflowId: HOST, changed: false, runId: 'r1' }]);
});

test.each([true, false])(
  'I7: The restart of a poll agent goes on with what is held, without a worker (Temporal knows the closed run: %p).',
  async (known) => {
    const world = new ClosedWorld();
    if (known) world.put(HOST, { status: 'TERMINATED', input: INPUT });
    const host = { ...INPUT, carried: CARRIED };
    world.put(HELD, { runId: 'h', input: { workflowId: HOST, closedRunId: 'r0', host } });
    expect(await restart(world)).toMatchObject([{ changed: true, closedRunId: 'r0', agents: 1 }]);
    expect(world.run(HOST).input).toEqual(host);
    expect(world.signals).toEqual([[HELD, 'sluice.release', 'r0']]);
  },
);

test('I7: The restart of a poll agent does not go on with what is held of an older run.', async () => {
  const world = new ClosedWorld();
  world.put(HOST, { runId: 'newer', status: 'TERMINATED', input: INPUT, snapshot: CARRIED });
  world.put(HELD, { runId: 'h', input: { workflowId: HOST, closedRunId: 'older', host: INPUT } });
  expect(await restart(world)).toMatchObject([{ changed: true, closedRunId: 'newer' }]);
  expect(world.run(HOST).input).toEqual({ ...INPUT, carried: CARRIED });
});

test('I7: The restart of a poll agent finishes what an earlier restart left.', async () => {
  const world = new ClosedWorld();
  world.put(HOST, { runId: 'r7' });
  world.put(HELD, { runId: 'h', input: { workflowId: HOST, closedRunId: 'r0', host: INPUT } });
  expect(await restart(world)).toEqual([{ workflowId: HOST, changed: false, runId: 'r7' }]);
  expect(world.signals).toEqual([[HELD, 'sluice.release', 'r0']]);
});

test('I7: The restart of a poll agent says what to do where nothing can be read, and starts nothing.', async () => {
  const world = new ClosedWorld();
  world.put(HOST, { status: 'TERMINATED', input: INPUT });
  const words = expect.stringMatching(/no poller.*Is a worker.*--empty.*set-cursor/) as string;
  await expect(restart(world)).rejects.toMatchObject({ code: 'no-answer', message: words });
  expect(world.run(HOST).status).toBe('TERMINATED');
});

test('I7: The restart of a poll agent starts without what is lost only when told so, and then pauses the one agent of a definition.', async () => {
  const world = new ClosedWorld();
  world.put(HOST, { status: 'TERMINATED', input: INPUT });
  await restart(world, ONE, true);
  expect(world.run(HOST).input).toMatchObject({
    ...INPUT,
    writers: 2,
    carried: { agents: [{ agent: 'rates', paused: expect.any(Number) as number }] },
  });
});

test('I7: The restart of poll agents leaves hosts that run, and those that Temporal does not know, as they are.', async () => {
  const world = new ClosedWorld();
  const [first, second] = ['0-of-2', '1-of-2'].map((host) => `plant/~agents/readings/${host}`);
  world.put(first ?? '', { runId: 'r5' });
  expect(await restart(world, MANY, true)).toEqual([
    { workflowId: first, changed: false, runId: 'r5' },
    { workflowId: second, changed: false },
  ]);
  expect(world.signals).toEqual([]);
});
