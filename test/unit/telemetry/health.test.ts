import { Health } from '../../../src/telemetry/health';

const part = (name: string, problem?: string): { name: string; problem: () => string | undefined } => ({
  name,
  problem: () => problem,
});

test('A process without problems is healthy.', () => {
  const health = new Health();
  health.add('ready', part('route orders'));
  expect(health.report('ready')).toEqual({ healthy: true, problems: [] });
});

test('A part that is not ready is named with its problem, and the process is still alive.', () => {
  const health = new Health();
  health.add('ready', part('route orders', 'it starts'));
  health.add('ready', part('route refunds'));
  expect(health.report('ready')).toEqual({
    healthy: false,
    problems: [{ part: 'route orders', problem: 'it starts' }],
  });
  expect(health.report('alive').healthy).toBe(true);
});

test('A process that is not alive is not ready either.', () => {
  const health = new Health();
  health.add('alive', part('gateway', 'it has failed'));
  expect(health.report('ready').problems).toEqual([{ part: 'gateway', problem: 'it has failed' }]);
});

test('A part that was taken away has no problems any more.', () => {
  const health = new Health();
  const away = health.add('ready', part('route orders', 'it starts'));
  away();
  expect(health.report('ready').healthy).toBe(true);
});
