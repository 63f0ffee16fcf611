import { temporal } from '@temporalio/proto';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { callBack, callBackUntilTaken, callbackUrlOf } from '../support/scenarios/callback-caller';
import { ENOUGH_WAITERS, SECRETS, withCallbackWorld, type CallbackWorld } from '../support/scenarios/callback-world';
import { signCallback, verifyCallback } from '../../src/callbacks/callback-token';
import type { RecordedCall } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { keyedRecords } from '../../harness/keyed-records';
import { withTemporalClient } from '../support/engines/temporal-client';

const [OLD, NEXT] = [SECRETS.CALLBACK_SECRET, SECRETS.NEXT_SECRET];

const firstUrl = ({ api }: CallbackWorld): Promise<string> =>
  eventually(() => {
    expect(api.calls).toHaveLength(1);
    return callbackUrlOf(api.calls[0] as RecordedCall);
  });

const parts = (url: string): { readonly base: string; readonly token: string } => {
  const at = url.lastIndexOf('/') + 1;
  return { base: url.slice(0, at), token: url.slice(at) };
};

/** The same claims signed anew, some of them others. */
const forged = (url: string, change: object, secret = OLD): string => {
  const { base, token } = parts(url);
  const claims = verifyCallback(token, [OLD, NEXT]);
  if (claims === undefined) throw new Error('The URL is not signed as expected.');
  return base + signCallback({ ...claims, ...change }, [secret]);
};

/** All that Temporal has of a workflow, payloads as they are. */
const historyText = (workflowId: string): Promise<string> =>
  withTemporalClient(async (client) => {
    const history = await client.workflow.getHandle(workflowId).fetchHistory();
    return Buffer.from(temporal.api.history.v1.History.encode(history).finish()).toString('latin1');
  });

describe.each(ENOUGH_WAITERS)('with $hosting and $kind', ({ lanes, kind }) => {
  it('I4: a callback that is forged, expired or not of this gateway settles nothing, and the true one is taken after it', async () => {
    await withCallbackWorld({ lanes, kind }, { maxBodyBytes: 1_000 }, async (world) => {
      const { topic, api, options } = world;
      // This API sends back what it was given, as some do.
      api.react = (call) => ({
        status: 202,
        headers: {
          'content-type': 'application/json',
          location: call.path === '/effects' ? callbackUrlOf(call) : '/',
        },
        body: call.body.toString(),
      });
      await topic.produce(keyedRecords({ keys: 1, perKey: 2 }));
      await withGateway(options, async (gateway) => {
        const url = await firstUrl(world);
        const { base, token } = parts(url);
        const [version = '', claims = '', signature = ''] = token.split('.');
        const altered = Buffer.from(claims, 'base64url')
          .toString()
          .replace('"key-0"', '"key-1"')
          .replace(/1,\d+\]$/, '1,99999999999]');
        const attempts: readonly (readonly [string, number])[] = [
          [`${base}${version}.${Buffer.from(altered).toString('base64url')}.${signature}`, 403],
          [`${base}${version}.${claims}.${'A'.repeat(43)}`, 403],
          [`${base}${'x'.repeat(3_000)}`, 403],
          [base, 403],
          [forged(url, {}, 'a secret that this gateway does not have, at all'), 403],
          [forged(url, { workflowId: 'another/main/key-0', chain: 'key-0' }), 403],
          [forged(url, { expiresAt: Date.now() - 1_000 }), 403],
          [forged(url, { workflowId: `${options.shape.name}/main/nobody`, chain: 'nobody' }), 410],
          [forged(url, { record: 'another' }), 410],
          [base.replace('/callbacks/', '/'), 404],
          [`${url}?outcome=perhaps`, 400],
        ];
        for (const [attempt, status] of attempts)
          expect([attempt, (await callBack(attempt)).status]).toEqual([attempt, status]);
        const json = { 'content-type': 'application/json' };
        expect((await callBack(url, {}, { body: '{"a":', headers: json })).status).toBe(400);
        expect((await callBack(url, {}, { body: '{"__proto__":{}}', headers: json })).status).toBe(400);
        expect((await callBack(url, {}, { method: 'GET', body: null })).status).toBe(405);
        expect((await callBack(url, 'x'.repeat(2_000))).status).toBe(413);
        expect((await callBack(url, {}, { body: Buffer.from([255]) })).status).toBe(415);
        expect(api.calls).toHaveLength(1);
        expect((await callBack(url)).status).toBe(200);
        await eventually(() => {
          expect(api.calls.filter(({ path }) => path === '/effects')).toHaveLength(2);
        });
        // Neither a secret nor a whole token is ever written down.
        expect(gateway.output).toContain('did not sign');
        const { name } = options.shape;
        const history = await historyText(hostWorkflowId(name, 'main', 'key-0', lanes));
        expect(history).toContain(kind === 'pay' ? 'callback.invalid' : 'sluice.callback');
        for (const hidden of [OLD, NEXT, signature]) {
          expect(gateway.output).not.toContain(hidden);
          expect(history).not.toContain(hidden);
        }
      });
    });
  });

  it('I7: a secret is changed while records wait, and URLs of the old one hold until it is dropped', async () => {
    await withCallbackWorld({ lanes, kind }, {}, async (world) => {
      const { topic, api, options } = world;
      const withSecrets = (secrets: readonly string[]): typeof options => ({
        ...options,
        shape: { ...options.shape, callbacks: { port: 1, ...options.shape.callbacks, secrets } },
      });
      await topic.produce(keyedRecords({ keys: 1, perKey: 3 }));
      const urls = async (count: number): Promise<readonly string[]> =>
        eventually(() => {
          const calls = api.calls.filter(({ path }) => path === '/effects');
          expect(calls).toHaveLength(count);
          return calls.map(callbackUrlOf);
        });
      await withGateway(options, async () => {
        await urls(1);
      });
      await withGateway(withSecrets(['NEXT_SECRET', 'CALLBACK_SECRET']), async () => {
        const [first = ''] = await urls(1);
        expect((await callBackUntilTaken(first)).status).toBe(200);
        const [, second = ''] = await urls(2);
        expect(verifyCallback(parts(second).token, [NEXT])).toBeDefined();
      });
      await withGateway(withSecrets(['NEXT_SECRET']), async () => {
        const [, second = ''] = await urls(2);
        expect((await callBack(forged(second, {}, OLD))).status).toBe(403);
        expect((await callBackUntilTaken(second)).status).toBe(200);
        await urls(3);
      });
    });
  });
});
