import { callBack, callBackUntilTaken, callbackUrlOf, type CallbackReply } from '../support/scenarios/callback-caller';
import { ENOUGH_WAITERS, expected, seen, withCallbackWorld } from '../support/scenarios/callback-world';
import type { RecordedCall } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { keyedRecords } from '../../harness/keyed-records';

const KEYS = ['key-0', 'key-1', 'key-2'];
const asking = ({ path }: RecordedCall): boolean => path.split('?')[0] === '/effects';

describe.each(ENOUGH_WAITERS)('with $hosting and $kind', ({ lanes, kind }) => {
  it('I4, I12: a record is settled by its callback, and only then the next one of its key begins; a repeat has the same URL', async () => {
    const path = '/effects?to={callback}';
    await withCallbackWorld({ lanes, kind, path }, {}, async ({ topic, api, options }) => {
      const open = new Set<string>();
      let overlapping = 0;
      const statuses: Promise<number>[] = [];
      api.react = (call) => {
        if (!asking(call)) return { status: 200 };
        if (api.calls.length === 1) return 'hang-up';
        const { key } = JSON.parse(call.body.toString()) as { key: string };
        if (open.has(key)) overlapping += 1;
        open.add(key);
        const answer = new Promise<void>((resolve) => setTimeout(resolve, 30)).then(async () => {
          open.delete(key);
          return (await callBack(callbackUrlOf(call))).status;
        });
        statuses.push(answer);
        return { status: 202 };
      };
      await topic.produce(keyedRecords({ keys: 3, perKey: 4 }));
      await withGateway(options, async () => {
        for (const key of KEYS) {
          await eventually(() => {
            expect(seen(api, key)).toEqual(expected(kind, 4));
          });
        }
      });
      expect(overlapping).toBe(0);
      expect(new Set(await Promise.all(statuses))).toEqual(new Set([200]));
      const asked = api.calls.filter(asking);
      expect(asked).toHaveLength(13);
      const lost = asked.filter(({ headers }) => headers['idempotency-key'] === asked[0]?.headers['idempotency-key']);
      const requests = lost.map((call) => [call.path, call.body.toString(), callbackUrlOf(call)].join(' '));
      expect([requests.length, new Set(requests).size]).toEqual([2, 1]);
      const to = asked.map((call) => new URL(call.path, api.url).searchParams.get('to'));
      if (kind === 'deliver') expect(to).toEqual(asked.map(callbackUrlOf));
    });
  });

  it('I7, I12: a callback that comes before the response of its call is kept, also when that response never comes', async () => {
    await withCallbackWorld({ lanes, kind }, {}, async ({ topic, api, options }) => {
      const replies: Promise<number>[] = [];
      api.latencyMs = 700;
      api.react = (call) => {
        if (!asking(call)) return { status: 200 };
        if (call.first) replies.push(callBackUntilTaken(callbackUrlOf(call)).then(({ status }) => status));
        // A response that is lost is not asked for again: the callback says that the API has taken the request.
        return api.calls.length === 1 ? 'hang-up' : { status: 202 };
      };
      await topic.produce(keyedRecords({ keys: 1, perKey: 2 }));
      await withGateway(options, async () => {
        await eventually(() => {
          expect(seen(api, 'key-0')).toEqual(expected(kind, 2));
        });
      });
      expect(await Promise.all(replies)).toEqual([200, 200]);
      expect(api.calls.filter(asking)).toHaveLength(2);
    });
  });

  it('I4: a callback settles its record once: a repeated one is told so, and another answer is refused', async () => {
    await withCallbackWorld({ lanes, kind }, {}, async ({ topic, api, options }) => {
      const exactly = { key: 'key-0', value: JSON.stringify({ key: 'key-0', seq: 2, numbers: 'text' }) };
      await topic.produce([...keyedRecords({ keys: 1, perKey: 2 }), exactly]);
      await withGateway(options, async () => {
        const [first] = await eventually(() => {
          expect(api.calls).toHaveLength(1);
          return api.calls;
        });
        const url = callbackUrlOf(first as RecordedCall);
        const [one, other] = await Promise.all([callBack(url, { paid: 7 }), callBack(url, { paid: 7 })]);
        expect([one.status, other.status]).toEqual([200, 200]);
        expect(new Set([one.body.status, other.body.status])).toEqual(new Set(['accepted', 'repeated']));
        expect((await callBack(url, { paid: 8 })).status).toBe(409);
        await eventually(() => {
          expect(api.calls.filter(asking)).toHaveLength(2);
        });
        // Its record is over by now.
        expect(await callBack(url, { paid: 7 })).toMatchObject({ status: 200, body: { status: 'repeated' } });
        expect((await callBack(url, { paid: 8 })).status).toBe(409);
        expect((await callBack(`${url}?outcome=failed`, { paid: 7 })).status).toBe(409);
        if (kind === 'pay') {
          const told = api.calls.find(({ path }) => path === '/paid');
          expect(JSON.parse(told?.body.toString() ?? '')).toMatchObject({ answer: { paid: 7 } });
        }

        // Of an answer whose number JavaScript cannot hold, a handler gets every digit, and another number is another answer.
        await callBack(callbackUrlOf(api.calls.filter(asking)[1] as RecordedCall));
        const last = await eventually(() => {
          expect(api.calls.filter(asking)).toHaveLength(3);
          return callbackUrlOf(api.calls.filter(asking)[2] as RecordedCall);
        });
        const paying = (paid: string): Promise<CallbackReply> => callBack(last, {}, { body: `{"paid": ${paid}}` });
        expect((await paying('9007199254740993')).status).toBe(200);
        expect((await paying('9007199254740992')).status).toBe(409);
        if (kind === 'pay') {
          await eventually(() => {
            const told = api.calls.filter(({ path }) => path === '/paid')[2];
            expect(JSON.parse(told?.body.toString() ?? '{}')).toMatchObject({ answer: { paid: '9007199254740993' } });
          });
        }
      });
    });
  });
});
