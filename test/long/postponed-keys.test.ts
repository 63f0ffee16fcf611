// Hundreds of keys that wait for an API that is down: they do not wear out the worker, and all go on as soon as it is well.
import { eventually } from '../../harness/eventually';
import { judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { freePort } from '../../src/engines/free-port';
import { withCliWorld } from '../support/gateway/cli-world';
import { withGateway } from '../support/gateway/gateway-process';
import { documentOf } from '../support/gateway/run-cli';

const KEYS = 300;

test('Hundreds of keys that wait for an open breaker ask seldom, are told right and quickly, and all go on once it closes.', async () => {
  const port = await freePort();
  const breaker = { minimumCalls: 5, window: '5s', openFor: '5s' } as const;
  await withCliWorld({ destination: { breaker } }, async ({ api, topic, shape, cli }) => {
    api.react = () => ({ status: 503 });
    await topic.produce(keyedRecords({ keys: KEYS, perKey: 1 }));
    await withGateway({ shape, apiUrl: api.url, env: { SLUICE_METRICS_LISTEN: String(port) } }, async (gateway) => {
      const postponed = async (): Promise<number> => {
        const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
        const series = text.matchAll(/^sluice_calls_postponed_total\{.*\} (\d+)$/gm);
        return Array.from(series, ([, count]) => Number(count)).reduce((sum, count) => sum + count, 0);
      };
      await eventually(() => {
        expect(gateway.output).toContain('the circuit breaker is open');
      });
      await eventually(
        async () => {
          expect(await postponed()).toBeGreaterThanOrEqual(KEYS);
        },
        { withinMs: 120_000 },
      );
      await passed(30_000);
      const [before, since] = [await postponed(), Date.now()];
      await passed(20_000);
      const perSecond = ((await postponed()) - before) / ((Date.now() - since) / 1_000);
      // How busy the machine is shows in what a command takes that asks no workflow.
      const [, leastMs] = await timed(() => cli('keys', 'list', '-r', 'main', '-s', 'paused', '--json'));
      const [answer, statusMs] = await timed(() => cli('status', '--json'));
      const [shown, showMs] = await timed(() => cli('keys', 'show', '-r', 'main', '-k', 'key-7', '--json'));
      expect(shown.code).toBe(0);
      expect(statusMs).toBeLessThan(4 * leastMs + 8_000);
      expect(showMs).toBeLessThan(3 * leastMs + 6_000);
      const { destinations } = documentOf(answer) as { readonly destinations: readonly Told[] };
      const [wait] = destinations[0]?.waits ?? [];
      expect(wait?.message).toContain('HTTP 503');
      // By the log's own time, since whoever reads it may be late.
      expect(Math.abs(Date.parse(wait?.since ?? '') - openedAt(gateway.output))).toBeLessThan(1_000);
      api.react = () => ({ status: 200 });
      await eventually(() => {
        expect(gateway.output).toContain('the circuit breaker is closed');
      });
      await eventually(
        () => {
          expect(api.effects).toHaveLength(KEYS);
        },
        { withinMs: 60_000 },
      );
      expect(perSecond).toBeLessThan(12);
    });
    expect(judge(api, { keys: KEYS, perKey: 1 })).toEqual(KEPT);
  });
});

const timed = async <T>(work: () => Promise<T>): Promise<readonly [answer: T, ms: number]> => {
  const began = Date.now();
  return [await work(), Date.now() - began];
};

const openedAt = (output: string): number => {
  const line = output.split('\n').find((text) => text.includes('the circuit breaker is open')) ?? '';
  return Date.parse((JSON.parse(line.slice(line.indexOf('{'))) as { readonly time: string }).time);
};

interface Told {
  readonly waits: readonly { readonly since: string; readonly message: string }[];
}

const passed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
