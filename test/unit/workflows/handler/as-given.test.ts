// A handler may keep one object for all of its records, and change it. Each call and child gets it as it was when it was given.
import type { Effect, EffectBatch } from '../../../../src/model/contract/effect-contract';
import type { Handler } from '../../../../src/workflows/handler/handler-turn';
import { sandbox } from '../../support/fake-sandbox';
import { begin } from './handled-records';

jest.mock(
  '@temporalio/workflow',
  () => jest.requireActual<{ sandbox: { module: object } }>('../../support/fake-sandbox').sandbox.module,
);

beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => sandbox.now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

type Context = Parameters<Handler<unknown, null>['onRecord']>[1];
type Part = Record<string, unknown>;

/** What was asked of activities for `count` records. */
const asked = async (
  onRecord: (context: Context, record: number) => unknown,
  count = 1,
): Promise<{ readonly data: readonly unknown[]; readonly children: readonly unknown[] }> => {
  const sent: Effect[] = [];
  const children: unknown[] = [];
  await begin(
    async ({ value }, context) => {
      await onRecord(context, value as number);
    },
    count,
    undefined,
    (activity) => {
      // As a history has it.
      const [input] = JSON.parse(JSON.stringify(activity.args)) as unknown[];
      if (activity.name === 'awaitChild') {
        children.push((input as { readonly args: unknown }).args);
        void activity.answer({ state: 'completed', result: null });
        return;
      }
      const { chains } = input as EffectBatch;
      const records = chains[0]?.records ?? [];
      const effects = records.flatMap((record) => record.effects) as Effect[];
      sent.push(...effects);
      const answers = Object.fromEntries(effects.map(({ step }) => [step, { status: 200, headers: {}, data: null }]));
      void activity.answer([{ chain: 'k', settled: records.length, answers }]);
    },
  );
  await sandbox.pass(10_000);
  return { data: sent.map(({ request }) => request.data), children };
};

const shared = (): Part => ({ n: 0, list: [{ deep: 0 }], headers: {} });
const change = (part: Part, to: number): void => {
  part['n'] = to;
  ((part['list'] as Part[])[0] as Part)['deep'] = to;
};
const seen = (n: number): Part => ({ n, list: [{ deep: n }], headers: {} });

test('One object that serves all records of a key is sent with each record as it was for that one.', async () => {
  const one = shared();
  const { data } = await asked((ctx, record) => {
    change(one, record);
    ctx.defer('api', { path: '/a', data: one });
  }, 5);
  expect(data).toEqual([0, 1, 2, 3, 4].map(seen));
});

test('Calls that are made at once get an object each as it was for them.', async () => {
  const one = shared();
  const { data } = await asked((ctx) => {
    const calls = [0, 1, 2].map((n) => {
      change(one, n);
      return ctx.call('api', { path: '/a', data: one });
    });
    change(one, 7);
    return Promise.all(calls);
  });
  expect(data).toEqual([0, 1, 2].map(seen));
});

test('A child gets its arguments as they were when it was asked for.', async () => {
  const one = shared();
  const { children } = await asked(async (ctx) => {
    const child = ctx.executeChild('child', { args: [one] });
    change(one, 7);
    await child;
  });
  expect(children).toEqual([[seen(0)]]);
});

/** What makes an object one that no JSON can hold. */
const SPOILERS: readonly (readonly [what: string, spoil: (part: Part) => void])[] = [
  ['a circle', (part) => void (part['self'] = part)],
  ['a bigint', (part) => void (part['n'] = 1n)],
  [
    'a toJSON that throws',
    (part) =>
      void (part['toJSON'] = () => {
        throw new Error('no JSON');
      }),
  ],
  ['a getter that throws', (part) => void Object.defineProperty(part, 'n', { enumerable: true, get: () => nothing() })],
];
const nothing = (): never => {
  throw new Error('nothing to see');
};

test.each(SPOILERS)('I7: An object that is given and then gets %s is sent as it was given.', async (_what, spoil) => {
  const deferred = await asked((ctx) => {
    const one = shared();
    ctx.defer('api', { path: '/a', data: one });
    spoil(one);
  });
  const called = await asked(async (ctx) => {
    const one = shared();
    const call = ctx.call('api', { path: '/a', data: one });
    spoil(one);
    await call;
  });
  const child = await asked(async (ctx) => {
    const one = shared();
    const begun = ctx.executeChild('child', { args: [one] });
    spoil(one);
    await begun;
  });
  expect([deferred.data, called.data, child.children]).toEqual([[seen(0)], [seen(0)], [[seen(0)]]]);
});
