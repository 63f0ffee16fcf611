import type { Client } from '@temporalio/client';
import { STATUS_QUERY, type ChainStatus, type FailureCode, type HostStatus } from '../../src/model/contract/contract';
import { TERMINAL_ACTIONS } from '../../src/model/contract/effect-contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import type { FailingInput } from '../fixtures/failures/workflows';
import { type EffectRecorder, type Reaction } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import type { KafkaTopic } from '../../harness/kafka-topic';
import { bodyOf } from '../../harness/keyed-records';
import { produceByJava } from '../support/kafka/produce-by-java';
import { readCommitted, type CommittedRecord } from '../../harness/read-committed';
import { uniqueName } from '../../harness/unique-name';
import { narrowed } from '../support/width';
import { withWorld } from '../support/gateway/world';

interface FailureClass {
  /** Key of its records; the second of three fails. */
  readonly key: string;
  readonly fails: Omit<FailingInput, 'key' | 'seq'> | string;
  readonly cause: FailureCode;
  readonly attempts: number | 'several';
  readonly reason?: string;
}

const UNREADABLE = { fails: '{oops', cause: 'undecodable', attempts: 1 } as const;

/** Handlers cause these: the record defers a call, or makes one, or its handler throws. */
const HANDLED: readonly FailureClass[] = [
  { key: 'refused-by-api', fails: { path: '/400' }, cause: 'http-status', attempts: 1 },
  { key: 'refused-call', fails: { path: '/400', act: 'call' }, cause: 'http-status', attempts: 1 },
  { key: 'always-503', fails: { path: '/503' }, cause: 'attempts-exhausted', attempts: 3 },
  { key: 'always-503-call', fails: { path: '/503', act: 'call' }, cause: 'attempts-exhausted', attempts: 3 },
  { key: 'too-old', fails: { to: 'aged', path: '/503' }, cause: 'attempts-exhausted', attempts: 'several' },
  { key: 'not-worth-it', fails: { to: 'strict', path: '/503' }, cause: 'http-status', attempts: 1 },
  { key: 'no-connection', fails: { to: 'nowhere' }, cause: 'attempts-exhausted', attempts: 2 },
  { key: 'no-connection-for-good', fails: { to: 'unresolved' }, cause: 'network', attempts: 1 },
  { key: 'no-answer', fails: { to: 'slow', path: '/never' }, cause: 'attempts-exhausted', attempts: 2 },
  { key: 'large-answer', fails: { path: '/large', act: 'call' }, cause: 'response-too-large', attempts: 1 },
  { key: 'no-destination', fails: { to: 'nobody' }, cause: 'destination-unknown', attempts: 1 },
  { key: 'by-code', fails: { to: 'code' }, cause: 'destination-error', attempts: 1, reason: 'broken' },
  { key: 'bug', fails: { act: 'throw' }, cause: 'handler-error', attempts: 1 },
  { key: 'refused', fails: { act: 'refuse' }, cause: 'handler-refused', attempts: 1, reason: 'no-account' },
  { key: 'unreadable', ...UNREADABLE },
];

/** A `deliver` route causes these; its own `retry` allows two attempts. */
const DELIVERED: readonly FailureClass[] = [
  { key: 'refused-by-api', fails: { path: '400' }, cause: 'http-status', attempts: 1 },
  { key: 'always-503', fails: { path: '503' }, cause: 'attempts-exhausted', attempts: 2 },
  { key: 'no-path', fails: {}, cause: 'request-invalid', attempts: 1 },
  { key: 'unreadable', ...UNREADABLE },
];

const REACTIONS: Readonly<Record<string, Reaction>> = {
  '/400': { status: 400, body: 'no' },
  '/503': { status: 503 },
  '/never': 'never',
  '/large': { status: 200, body: 'x'.repeat(5_000) },
};

/** Records 0 and 2 of each class are good. */
const produce = (topic: KafkaTopic, classes: readonly FailureClass[], good: object): Promise<void> => {
  const headers = [
    ['h', '1'],
    ['h', 'two'],
    ['bin', Buffer.from([0, 255])],
  ] as const;
  const valueOf = ({ key, fails }: FailureClass, seq: number): string => {
    if (seq !== 1) return JSON.stringify({ key, seq, ...good });
    return typeof fails === 'string' ? fails : JSON.stringify({ key, seq, ...fails });
  };
  const values = [0, 1, 2].flatMap((seq) =>
    classes.map((failure) => ({ partition: 0, key: failure.key, value: valueOf(failure, seq), headers })),
  );
  return produceByJava(topic, values);
};

/** Numbers of the records whose good effect was made, by key, in the order in which they came. */
const effects = (api: EffectRecorder): Readonly<Record<string, readonly number[]>> => {
  const seen: Record<string, number[]> = {};
  for (const call of api.effects.filter(({ path }) => path === '/effects')) {
    const { key, seq } = bodyOf(call);
    (seen[key] ??= []).push(seq);
  }
  return seen;
};

const headersOf = ({ headers }: CommittedRecord): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(headers.map(([name, value]) => [name, value?.toString('latin1')]));

const chainOf = async (client: Client, workflowId: string, chain: string): Promise<ChainStatus | undefined> => {
  const status = await client.workflow.getHandle(workflowId).query<HostStatus>(STATUS_QUERY);
  return status.chains.find((one) => one.chain === chain);
};

/** An action is one in both shapes; a dead letter in lanes is found by its key. */
const CASES = narrowed(
  HOSTING_SHAPES.flatMap((shape) => TERMINAL_ACTIONS.map((action) => ({ ...shape, action }))),
  ({ lanes, action }) => lanes === 0 || action === 'dead-letter',
);

describe.each(CASES)('with $hosting and the action $action', ({ lanes, action }) => {
  it('I4: each way in which a record fails for good meets it, and its key stays in order', async () => {
    const topics = { handled: HANDLED, delivered: DELIVERED };
    await withWorld(async (world) => {
      const handled = await world.topic({ prefix: 'handled' });
      const delivered = await world.topic({ prefix: 'delivered' });
      const gone = await world.topic({ prefix: 'gone' });
      const letters = await world.topic({ prefix: 'letters' });
      const api = await world.recorder();
      const client = await world.client();

      api.react = ({ path }) => REACTIONS[path] ?? { status: 200 };
      await produce(handled, HANDLED, {});
      await produce(delivered, DELIVERED, { path: 'effects' });
      // Its first two records wait by reference, and are gone before their turn.
      await gone.produce(
        [0, 1, 2].map((seq) => ({
          key: 'gone',
          value: JSON.stringify({
            key: 'gone',
            seq,
            ...(seq === 0 ? { to: 'endless', path: '/503' } : {}),
            padding: 'x'.repeat(3_000),
          }),
        })),
      );
      const name = uniqueName();
      const shape = {
        name,
        lanes,
        onTerminal: action,
        handled: [handled.name, gone.name],
        delivered: [delivered.name],
        deadLetterTopic: letters.name,
      };
      await withGateway({ shape, config: 'failures', apiUrl: api.url }, async () => {
        const goneHost = hostWorkflowId(name, 'handled', 'gone', lanes);
        await eventually(async () => {
          expect(await chainOf(client, goneHost, 'gone')).toMatchObject({ status: 'retrying', waiting: 3 });
        });
        await gone.deleteRecords(0, 2n);
        const seqs = action === 'park' ? [0] : [0, 2];
        const keys = [...HANDLED, ...DELIVERED].map(({ key }) => key);
        const twice = keys.filter((key, at) => keys.indexOf(key) !== at);
        const expected: Record<string, readonly number[]> = action === 'park' ? {} : { gone: [2] };
        for (const key of keys) expected[key] = seqs;
        await eventually(() => {
          const made = effects(api);
          // Keys of that name are on both routes.
          for (const key of twice) expect(made[key]?.slice().sort()).toEqual([...seqs, ...seqs].sort());
          const single = (all: typeof made): object =>
            Object.fromEntries(Object.entries(all).filter(([key]) => !twice.includes(key)));
          expect(single(made)).toEqual(single(expected));
        });
        if (action !== 'park') return;
        for (const [route, classes] of Object.entries(topics)) {
          for (const { key, cause, attempts, reason } of classes) {
            await eventually(async () => {
              const chain = await chainOf(client, hostWorkflowId(name, route, key, lanes), key);
              expect(chain).toMatchObject({ chain: key, status: 'parked', waiting: 2 });
              expect(chain?.failure).toMatchObject({
                code: cause,
                ...(reason === undefined ? {} : { reason }),
              });
              if (attempts === 'several') expect(chain?.attempts).toBeGreaterThan(1);
              else expect(chain).toMatchObject({ chain: key, attempts });
            });
          }
        }
        await eventually(async () => {
          const chain = await chainOf(client, goneHost, 'gone');
          expect(chain).toMatchObject({ status: 'parked', failure: { code: 'record-gone' }, waiting: 3 });
        });
      });
      const written = await readCommitted(letters);
      if (action !== 'dead-letter') {
        expect(written).toEqual([]);
        return;
      }
      expect(written).toHaveLength(HANDLED.length + DELIVERED.length + 2);
      for (const [route, classes] of Object.entries(topics)) {
        for (const failure of classes) judgeLetter(written, route, failure);
      }
      const lost = written.map(headersOf).filter((headers) => headers['sluice.payload'] === 'gone');
      expect(lost.map((headers) => headers['sluice.cause'])).toEqual(['record-gone', 'record-gone']);
    });
  });
});

/** One letter, with the record as it was and why it is there. */
const judgeLetter = (
  written: readonly CommittedRecord[],
  route: string,
  { key, fails, cause, attempts, reason }: FailureClass,
): void => {
  const mine = written.filter(
    (record) => record.key?.toString() === key && headersOf(record)['sluice.route'] === route,
  );
  expect(mine).toHaveLength(1);
  const [letter] = mine;
  if (letter === undefined) return;
  const value = letter.value?.toString() ?? '';
  if (typeof fails === 'string') expect(value).toBe(fails);
  else expect(JSON.parse(value)).toEqual({ key, seq: 1, ...fails });
  const raw = letter.headers.slice(0, 3).map(([header, content]) => [header, content?.toString('latin1')]);
  expect(raw).toEqual([
    ['h', '1'],
    ['h', 'two'],
    ['bin', '\u0000\u00ff'],
  ]);
  const own = headersOf(letter);
  expect(own).toMatchObject({ 'sluice.cause': cause, 'sluice.chain': key, 'sluice.partition': '0' });
  expect(own['sluice.reason']).toBe(reason);
  if (attempts === 'several') expect(Number(own['sluice.attempts'])).toBeGreaterThan(1);
  else expect(own['sluice.attempts']).toBe(String(attempts));
};
