import type { ListedKey } from '../../src/operations/keys/list-keys';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { withCliWorld } from '../support/gateway/cli-world';
import type { EffectRecorder } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { bodyOf, judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { documentOf } from '../support/gateway/run-cli';
import { withTemporalClient } from '../support/engines/temporal-client';

const ROUTE = ['--route', 'main'];
const LOAD = { keys: 4, perKey: 5 };
const REFUSED = { key: 'key-2', seq: 2 };

interface KeysDocument {
  readonly keys: readonly ListedKey[];
}

/** Refuses one record for good until told otherwise. */
const refuseOne = (api: EffectRecorder): void => {
  api.react = (call) => {
    const { key, seq } = bodyOf(call);
    return { status: key === REFUSED.key && seq === REFUSED.seq ? 422 : 200 };
  };
};

describe.each(HOSTING_SHAPES)('keys with $hosting', ({ lanes }) => {
  test('A parked key is seen, skipped only at the offset that was seen, and goes on.', async () => {
    await withCliWorld({ lanes }, async ({ topic, api, shape, cli }) => {
      refuseOne(api);
      await topic.produce(keyedRecords(LOAD));
      await withGateway({ shape, apiUrl: api.url }, async () => {
        const parked = await eventually(async () => {
          const { keys } = documentOf(await cli('keys', 'list', ...ROUTE, '--json')) as KeysDocument;
          expect(keys).toMatchObject([{ key: REFUSED.key, status: 'parked', failure: { status: 422 } }]);
          return keys[0];
        });
        const status = await cli('status');
        expect(status.stdout).toMatch(/keys {7}1 parked, 0 paused, 0 retrying, 0 postponed, 0 held/);
        expect(status.stdout).toMatch(
          new RegExp(`parked +${REFUSED.key} +\\d/\\d+ +\\d+ +\\d+s +http-status:422 at api`),
        );

        const key = [...ROUTE, '--key', REFUSED.key];
        expect(await cli('keys', 'show', ...key)).toMatchObject({
          code: 0,
          stdout: expect.stringContaining('parked, at') as string,
        });
        const other = await cli('keys', 'skip', '--yes', ...key, '--offset', '12345', '--json');
        expect(documentOf(other)).toMatchObject({ ok: false, error: { code: 'refused' } });
        expect(other.code).toBe(1);
        const idle = await cli('keys', 'retry', ...ROUTE, '--key', 'key-1');
        expect(idle).toMatchObject({
          code: 0,
          stdout: expect.stringMatching(/has no record|neither parked/) as string,
        });

        const skipped = await cli('keys', 'skip', '--yes', ...key, '--offset', parked?.head?.offset ?? '', '--json');
        expect(documentOf(skipped)).toMatchObject({ ok: true, chain: REFUSED.key });
        await eventually(() => {
          expect(api.effects).toHaveLength(LOAD.keys * LOAD.perKey - 1);
        });
      });
      expect(judge(api, LOAD)).toEqual({ ...KEPT, lost: 1 });
    });
  });

  test('I7: A closed key is held, seen, and continued by restart, which waits until it runs.', async () => {
    await withCliWorld({ lanes }, async ({ topic, api, shape, cli }) => {
      refuseOne(api);
      const workflowId = hostWorkflowId(shape.name, 'main', REFUSED.key, lanes);
      const key = [...ROUTE, '--key', REFUSED.key];
      await topic.produce(keyedRecords({ ...LOAD, perKey: 3 }));
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await eventually(() => {
          expect(api.effects).toHaveLength(3 * LOAD.keys - 1);
        });
        const running = await cli('keys', 'restart', ...key);
        expect(running).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to restart') as string });
        await withTemporalClient((client) => client.workflow.getHandle(workflowId).terminate('an operator did it'));
        await topic.produce(keyedRecords({ ...LOAD, perKey: 2, from: 3 }));
        await eventually(async () => {
          const { keys } = documentOf(
            await cli('keys', 'list', ...ROUTE, '--status', 'held', '--json'),
          ) as KeysDocument;
          expect(keys).toMatchObject([{ workflowId, status: 'held' }]);
          expect(keys[0]?.waiting).toBeGreaterThanOrEqual(2);
        });
        const refused = await cli('keys', 'retry', ...key);
        expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('is TERMINATED') as string });

        api.react = () => ({ status: 200 });
        const restarted = await cli('keys', 'restart', ...key, '--json');
        expect(documentOf(restarted)).toMatchObject({ ok: true, workflowId, closedStatus: 'TERMINATED' });
        // The parked record is still parked: to restart a key is not to retry its record.
        await eventually(async () => {
          expect((await cli('keys', 'retry', ...key)).code).toBe(0);
        });
        await eventually(() => {
          expect(api.effects).toHaveLength(LOAD.keys * LOAD.perKey);
        });
      });
      expect(judge(api, LOAD)).toEqual(KEPT);
    });
  });
});

test('Keys of any kind are found again, and a hostile one reaches neither terminal nor document as it is.', async () => {
  await withCliWorld({ value: 'string' }, async ({ topic, api, shape, cli }) => {
    const hostile = '\u001b[2J\u009b\u202eadmin';
    const base64 = Buffer.from(hostile).toString('base64');
    api.react = ({ body }) => ({ status: body.toString() === 'refuse' ? 422 : 200, body: `"${hostile}"` });
    await topic.produce([
      { key: hostile, value: 'refuse', partition: 0 },
      { key: '', value: 'x', partition: 0 },
      { key: null, value: 'x', partition: 1 },
      { key: Buffer.from([0, 255]), value: 'x', partition: 1 },
    ]);
    await withGateway({ shape, apiUrl: api.url }, async () => {
      const text = await eventually(async () => {
        const { stdout } = await cli('keys', 'list', ...ROUTE, '-v');
        expect(stdout).toContain('admin');
        return stdout;
      });
      const json = (await cli('keys', 'show', ...ROUTE, '--key-base64', base64, '--json')).stdout;
      // eslint-disable-next-line no-control-regex -- control characters are what is looked for
      const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;
      for (const output of [text, json]) expect(output).not.toMatch(control);
      expect(JSON.parse(json)).toMatchObject({ status: { key: hostile, status: 'parked' } });
      for (const name of [
        ['--key', ''],
        ['--null-key', '1'],
        ['--key-base64', 'AP8='],
      ]) {
        const shown = await cli('keys', 'show', ...ROUTE, ...name, '--json');
        expect(documentOf(shown)).toMatchObject({ ok: true, counters: { settled: 1 } });
      }
    });
  });
});

test('A command that no worker answers is withdrawn by itself, and one that waits is carried out when a worker comes.', async () => {
  await withCliWorld({}, async ({ topic, api, shape, cli }) => {
    const key = [...ROUTE, '--key', 'key-0'];
    api.react = () => ({ status: 422 });
    await topic.produce(keyedRecords({ keys: 1, perKey: 1 }));
    await withGateway({ shape, apiUrl: api.url }, async () => {
      await eventually(async () => {
        expect((documentOf(await cli('keys', 'list', ...ROUTE, '--json')) as KeysDocument).keys).toHaveLength(1);
      });
    });
    const skipped = await cli('keys', 'skip', '--yes', ...key, '--wait', '1s', '--json');
    expect(skipped.code).toBe(7);
    const { error, underWay } = documentOf(skipped) as { error: object; underWay: { until: string } };
    expect(error).toMatchObject({ code: 'under-way', message: expect.stringContaining(underWay.until) as string });
    await eventually(() => {
      expect(Date.now()).toBeGreaterThan(Date.parse(underWay.until));
    });
    const retried = cli('keys', 'retry', ...key, '--wait', '60s', '--json');
    await withGateway({ shape, apiUrl: api.url }, async () => {
      expect(documentOf(await retried)).toMatchObject({ ok: true, changed: true });
      await eventually(() => {
        expect(api.calls).toHaveLength(2);
      });
      const { counters } = documentOf(await cli('keys', 'show', ...key, '--json')) as { counters: object };
      expect(counters).toMatchObject({ skipped: 0 });
    });
  });
});
