import type { ResolvedAgent } from '../../../../src/config/agent/resolved-agent';
import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';
import type { Log } from '../../../../src/log';
import { keepAgents } from '../../../../src/temporal/agents/start-agents';
import { ClosedWorld } from '../../support/closed-world';

const AGENT = {
  name: 'rates',
  hosts: 0,
  window: 10,
  schedule: { kind: 'every', everyMs: 1_000 },
  retry: { initialMs: 1, maximumMs: 2 },
} as unknown as ResolvedAgent;
const CONFIG = {
  name: 'plant',
  agents: [AGENT],
  temporal: { taskQueue: 'q' },
  outbox: { writers: 2 },
} as unknown as ResolvedConfig;
const HOST = 'plant/~agents/rates';
const HELD = `${HOST}~held`;
const INPUT = { gateway: 'plant', definition: 'rates', hosting: { kind: 'one' }, window: 10 };
const CARRIED = { agents: [{ agent: 'rates', dueAt: 1, cursor: 7 }] };

/** What a worker that starts logs as errors. */
const workerStarts = async (world: ClosedWorld, config: ResolvedConfig = CONFIG): Promise<readonly string[]> => {
  const errors: string[] = [];
  const ignore = (): void => undefined;
  const error = (_fields: object, message: string): void => {
    errors.push(message);
  };
  const log = { debug: ignore, info: ignore, warn: ignore, error } as unknown as Log;
  (await keepAgents(world.client, config, log)).close();
  return errors;
};

const CLOSED = expect.stringContaining('`sluice agents restart -a rates`') as string;

test('I7: A worker that starts starts hosts that Temporal does not know, and tells those that run their schedule.', async () => {
  const world = new ClosedWorld();
  expect(await workerStarts(world)).toEqual([]);
  expect(world.run(HOST)).toMatchObject({ status: 'RUNNING', input: { definition: 'rates', writers: 2 } });
  expect(await workerStarts(world)).toEqual([]);
  expect(world.signals.map(([, signal]) => signal)).toEqual(['sluice.schedule', 'sluice.schedule']);
  expect(world.runs.size).toBe(1);
});

test('Poll agents that cannot be started are told of, and hold up neither a worker nor other agents.', async () => {
  const world = new ClosedWorld();
  world.visible.push('plant/~agents/rates/0');
  const both = { ...CONFIG, agents: [AGENT, { ...AGENT, name: 'others' }] };
  expect(await workerStarts(world, both)).toEqual([expect.stringContaining('Others go on')]);
  expect([...world.runs.keys()]).toEqual(['plant/~agents/others']);
});

test('I7: A worker that starts holds what a closed host had, once, and does not start it.', async () => {
  const world = new ClosedWorld();
  world.put(HOST, { status: 'TERMINATED', input: INPUT, snapshot: CARRIED });
  for (let start = 0; start < 2; start += 1) expect(await workerStarts(world)).toEqual([CLOSED]);
  expect(world.run(HOST)).toMatchObject({ runId: 'r0', status: 'TERMINATED' });
  expect(world.run(HELD)).toMatchObject({
    runId: 'r1',
    workflowType: 'sluiceHeldAgents',
    input: { workflowId: HOST, closedRunId: 'r0', host: { ...INPUT, carried: CARRIED } },
  });
  expect(world.signals).toEqual([]);
});

test('I7: A worker that starts holds what a host had that was closed again, once it has let go of what is held of an older run.', async () => {
  const world = new ClosedWorld();
  world.put(HOST, { status: 'TERMINATED', input: INPUT, snapshot: CARRIED });
  world.put(HELD, { runId: 'h', memo: { closedRunId: 'older' } });
  for (let start = 0; start < 2; start += 1) await workerStarts(world);
  expect(world.signals).toEqual([[HELD, 'sluice.release', 'older']]);
  expect(world.run(HELD)).toMatchObject({ status: 'RUNNING', memo: { closedRunId: 'r0' } });
});

test('I7: A worker that starts does not start a host of which Temporal only knows what is held.', async () => {
  const world = new ClosedWorld();
  world.put(HELD, { runId: 'h', memo: { closedRunId: 'r0' } });
  expect(await workerStarts(world)).toEqual([CLOSED]);
  expect(world.runs.has(HOST)).toBe(false);
});

test('I7: A worker starts all the same where what a closed host had cannot be read yet, and says so.', async () => {
  const world = new ClosedWorld();
  world.put(HOST, { status: 'TERMINATED', input: INPUT });
  expect(await workerStarts(world)).toEqual([CLOSED, expect.stringContaining('cannot be read yet')]);
  expect(world.runs.has(HELD)).toBe(false);
});
