// An outage is seen from outside, and all that show it tell the same, whatever hosts the keys. At full size, and with the
// time that each of them needs: test/long/outage-seen.
import { eventually } from '../../harness/eventually';
import { bodyOf } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { freePort } from '../../src/engines/free-port';
import { withCliWorld } from '../support/gateway/cli-world';
import { plainCommands } from '../support/gateway/plain-commands';
import { withGateway } from '../support/gateway/gateway-process';
import { documentOf } from '../support/gateway/run-cli';
import { commandReaders, delaysOf, servedReaders, type Picture } from '../support/scenarios/outage-readers';

/** In each of the two routes; the first two park. */
const KEYS = 10;
const CAUSES = [409, 422] as const;
/** Commands take a second or more to start here, and other suites keep the machine busy. */
const AGREE = { withinMs: 60_000, times: 1 } as const;

test('An API that is down is told alike by status, lists, metrics and log, and so is its return; parked keys are told apart by cause.', async () => {
  const port = await freePort();
  const breaker = { minimumCalls: 5, window: '5s', openFor: '2s' } as const;
  const other = uniqueName();
  const beside = { laned: { topics: [other], groupId: other, lanes: 3 } };
  await withCliWorld({ destination: { breaker }, beside }, async (world) => {
    const { api, topic, shape, cli, also } = world;
    const laned = await also.topic({ partitions: 2, name: other });
    let refused: readonly number[] = CAUSES;
    let down = false;
    api.react = (call) => {
      if (down) return { status: 503 };
      const { key, seq } = bodyOf(call);
      const status = seq === 0 ? CAUSES[Number(key.slice(4))] : undefined;
      return { status: status !== undefined && refused.includes(status) ? status : 200 };
    };
    const produce = async (seq: number): Promise<void> => {
      const keys = Array.from({ length: KEYS }, (_, index) => `key-${index}`);
      const records = keys.map((key) => ({ key, value: JSON.stringify({ key, seq }) }));
      await Promise.all([topic.produce(records), laned.produce(records)]);
    };
    await produce(0);
    await withGateway({ shape, apiUrl: api.url, env: { SLUICE_METRICS_LISTEN: String(port) } }, async (gateway) => {
      const { metrics } = servedReaders(port);
      const commands = commandReaders(world, ['main', 'laned'], () => 2);
      // Two causes at one destination.
      await eventually(async () => {
        expect(await metrics?.()).toEqual({ moving: 0, parked: { 'http-status:409': 2, 'http-status:422': 2 } });
      });
      const text = await cli('status');
      expect(text.stdout).toMatch(/^ {2}4 parked at api: 2 http-status:4\d\d for \w.*, 2 http-status:4\d\d for \w/m);
      expect(plainCommands(text.stdout)).toContain(
        'sluice keys retry --all -s parked --destination api --error http-status:409',
      );

      // One cause is mended, and the other stays.
      refused = [422];
      const retry = ['keys', 'retry', '--all', '-s', 'parked', '--error', 'http-status:409', '--yes', '--json'];
      expect(documentOf(await cli(...retry))).toMatchObject({ matched: 2, done: 2 });
      const parked: Picture = { parked: { 'http-status:422': 2 } };
      await eventually(async () => {
        expect(await metrics?.()).toEqual({ moving: 0, ...parked });
      });

      // The API goes down for all: 18 keys go on by themselves later, and two wait for somebody as before.
      down = true;
      await produce(1);
      await eventually(() => {
        expect(gateway.output).toContain('the circuit breaker is open');
      });
      const wrong = { moving: 2 * KEYS - 2, ...parked, waits: ['breaker-open'] };
      await delaysOf({ ...commands, ...servedReaders(port) }, wrong, Promise.resolve(), AGREE);

      const missed = await cli('keys', 'list', '-r', 'main', '--error', 'breaker-open');
      expect(plainCommands(missed.stdout)).toContain('    sluice keys list -r main -s postponed --error breaker-open');

      // And back.
      down = false;
      await eventually(() => {
        expect(gateway.output).toContain('the circuit breaker is closed');
      });
      const mended = { moving: 0, ...parked, waits: [] };
      const { status } = commands;
      await delaysOf({ status, ...servedReaders(port) }, mended, Promise.resolve(), AGREE);
    });
  });
});
