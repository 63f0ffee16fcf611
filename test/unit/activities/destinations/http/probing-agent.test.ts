import type { Agent } from 'node:http';
import {
  CALLED_PROBE_MS,
  probingAgent,
  type AgentPool,
} from '../../../../../src/activities/destinations/http/probing-agent';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const pool = (
  kept: boolean,
): { agent: AgentPool; reuseSocket: jest.Mock; setKeepAlive: jest.Mock; socket: { setKeepAlive: jest.Mock } } => {
  const reuseSocket = jest.fn();
  const agent = probingAgent({ keepSocketAlive: () => kept, reuseSocket } as unknown as Agent);
  const setKeepAlive = jest.fn();
  return { agent: agent as unknown as AgentPool, reuseSocket, setKeepAlive, socket: { setKeepAlive } };
};

test('A connection that stays idle is probed after a second, and one in a call after a minute.', () => {
  const { agent, reuseSocket, setKeepAlive, socket } = pool(true);
  expect(agent.keepSocketAlive(socket)).toBe(true);
  jest.advanceTimersByTime(999);
  expect(setKeepAlive).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(setKeepAlive.mock.calls).toEqual([[true, 1_000]]);
  agent.reuseSocket(socket, {});
  expect(setKeepAlive.mock.calls).toEqual([
    [true, 1_000],
    [true, CALLED_PROBE_MS],
  ]);
  expect(reuseSocket).toHaveBeenCalledWith(socket, {});
});

test('A connection that is used again at once is not probed as an idle one during the call.', () => {
  const { agent, setKeepAlive, socket } = pool(true);
  agent.keepSocketAlive(socket);
  agent.reuseSocket(socket, {});
  jest.advanceTimersByTime(10_000);
  expect(setKeepAlive.mock.calls).toEqual([[true, CALLED_PROBE_MS]]);
});

test('A connection that the pool does not keep is not kept for its probes either.', () => {
  const { agent, socket } = pool(false);
  expect(agent.keepSocketAlive(socket)).toBe(false);
});
