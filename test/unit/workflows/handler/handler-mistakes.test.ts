// What a handler gives to its context may come from its record, whatever the types say. A mistake is that of its record: a
// workflow that failed by it would stop all other keys of its lane. The host is real, with its turn, chains and combiners.
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

/** The failure by which the first record is judged, and the activities that were asked for. A call of `/refused` fails. */
const judged = async (
  onRecord: (context: Context) => unknown,
): Promise<{ readonly failure: unknown; readonly asked: readonly string[]; readonly calls: readonly Effect[] }> => {
  let failure: unknown;
  const asked: string[] = [];
  const calls: Effect[] = [];
  const handler: Handler<unknown, null>['onRecord'] = async (_record, context) => {
    await onRecord(context);
  };
  await begin(handler, 1, undefined, (activity) => {
    asked.push(activity.name);
    if (activity.name === 'rejectRecord') {
      ({ failure } = activity.args[0] as { readonly failure: unknown });
      void activity.answer('park');
    } else {
      const effects = (activity.args[0] as EffectBatch).chains[0]?.records[0]?.effects ?? [];
      calls.push(...effects);
      void activity.answer([{ chain: 'k', ...outcomeOf(effects) }]);
    }
  });
  await sandbox.pass(10_000);
  return { failure, asked, calls };
};

const outcomeOf = (effects: readonly Effect[]): object => {
  const [refused] = effects.filter(({ request }) => request.path === '/refused');
  const answers = Object.fromEntries(effects.map(({ step }) => [step, { status: 200, headers: {}, data: null }]));
  if (refused === undefined) return { settled: 1, answers };
  const failure = { code: 'http-status', message: 'HTTP 422', step: refused.step, destination: 'api', terminal: true };
  return { settled: 0, failure };
};

const NOT_TEXT: readonly (readonly [what: string, value: unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['a number', 5],
  ['a bigint', 5n],
  ['true', true],
  ['a list of text', ['api']],
  ['an object', { name: 'api' }],
  ['a function', () => 'api'],
  [
    'what cannot be shown',
    {
      toJSON(): never {
        throw new Error('not to be shown');
      },
    },
  ],
];

const PLACES: readonly (readonly [where: string, use: (ctx: Context, value: never) => unknown])[] = [
  [
    'the destination of a deferred call',
    (ctx, to) => {
      ctx.defer(to, { path: '/a' });
    },
  ],
  ['the destination of a call', (ctx, to) => ctx.call(to, { path: '/a' })],
  [
    'the topic of a record to publish',
    (ctx, topic) => {
      ctx.publish(topic, { value: 1 });
    },
  ],
];

test.each(PLACES.flatMap(([where, use]) => NOT_TEXT.map(([what, value]) => ({ where, what, use, value }))))(
  'I7: With $what as $where, the record fails and its workflow goes on.',
  async ({ use, value }) => {
    const { failure, asked } = await judged((ctx) => use(ctx, value as never));
    expect(failure).toMatchObject({
      code: 'handler-error',
      message: expect.stringMatching(/^Error: .*[Ee]xpected the name/) as string,
    });
    expect(asked).toEqual(['rejectRecord']);
  },
);

test.each([
  [undefined, []],
  [5, []],
  ['', []],
  ['child', 5],
  ['child', 'ab'],
  ['child', { 0: 1 }],
] as const)(
  'I7: A child %j with the arguments %j fails its record, and does not wait without end for what cannot begin.',
  async (type, args) => {
    const { failure, asked } = await judged((ctx) => ctx.executeChild(type as never, { args: args as never }));
    expect(failure).toMatchObject({
      code: 'handler-error',
      message: expect.stringMatching(
        /^Error: Expected the (name of a workflow|arguments of a child as a list), got /,
      ) as string,
    });
    expect(asked).toEqual(['rejectRecord']);
  },
);

const ODD: readonly (readonly [what: string, use: (ctx: Context) => unknown])[] = [
  [
    'a request that is text',
    (ctx) => {
      ctx.defer('api', '/a' as never);
    },
  ],
  ['a request that is null', (ctx) => ctx.call('api', null as never)],
  [
    'a method that is a number',
    (ctx) => {
      ctx.defer('api', { path: '/a', method: 5 as never });
    },
  ],
  ['a path that is a list', (ctx) => ctx.call('api', { path: ['/a'] as never })],
  [
    'a record to publish that is null',
    (ctx) => {
      ctx.publish('t', null as never);
    },
  ],
];

test.each(ODD)('I7: With %s, the record fails and its workflow goes on.', async (_what, use) => {
  const { failure, asked } = await judged(use);
  expect(failure).toMatchObject({ code: 'handler-error', message: expect.stringContaining('xpected') as string });
  expect(asked).toEqual(['rejectRecord']);
});

test('The step of a call that a handler names by a number, or a bigint, is named by its text.', async () => {
  const { calls } = await judged(async (ctx) => {
    await ctx.call('api', { path: '/a', step: 5 as never });
    ctx.defer('api', { path: '/b', step: 6n as never });
  });
  expect(calls.map(({ step }) => step)).toEqual(['5', '6']);
});

describe('What is not awaited', () => {
  const strays: unknown[] = [];
  const note = (error: unknown): void => {
    strays.push(error);
  };
  beforeEach(() => {
    strays.length = 0;
    process.on('unhandledRejection', note);
  });
  afterEach(() => {
    process.removeListener('unhandledRejection', note);
  });
  const settled = async (): Promise<readonly unknown[]> => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return strays;
  };

  test.each<readonly [what: string, use: (ctx: Context) => unknown]>([
    ['a call', (ctx) => void ctx.call('api', { path: '/a' })],
    ['a call behind two others', (ctx) => Promise.race([1, 2, 3].map(() => ctx.call('api', { path: '/a' })))],
    ['a child', (ctx) => void ctx.executeChild('ship')],
    ['a callback', (ctx) => void ctx.waitForCallback('paid', () => ctx.call('api', {}), { timeout: '1s' })],
  ])('I7: With %s that is not awaited and not made, the record fails and its workflow goes on.', async (_what, use) => {
    const { failure } = await judged(use);
    expect(failure).toMatchObject({ code: 'handler-error', message: expect.stringContaining('await') as string });
    expect(await settled()).toEqual([]);
  });

  test.each<readonly [what: string, use: (ctx: Context) => unknown]>([
    [
      'under way when its handler returns',
      async (ctx) => {
        void ctx.call('api', { path: '/refused' });
        for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
      },
    ],
    [
      'looked at when it has failed',
      async (ctx) => {
        const asked = ctx.call('api', { path: '/refused' });
        await ctx.sleep('2s');
        await asked;
      },
    ],
  ])(
    'A call that is not awaited at once decides its record: one that is refused and %s fails it.',
    async (_what, use) => {
      const { failure } = await judged(use);
      expect(failure).toMatchObject({ code: 'http-status' });
      expect(await settled()).toEqual([]);
    },
  );

  test.each<readonly [what: string, use: (ctx: Context) => unknown]>([
    ['a sleep', (ctx) => void ctx.sleep('1s')],
    ['a condition', (ctx) => void ctx.condition(() => false)],
    ['the loser of a race', (ctx) => Promise.race([ctx.call('api', { path: '/a' }), ctx.sleep('1s')])],
    ['a call that is under way', async (ctx) => Promise.race([ctx.call('api', {}), Promise.resolve().then(() => 1)])],
  ])('With %s that nobody waits for, the record is settled.', async (_what, use) => {
    const { failure } = await judged(use);
    expect(failure).toBeUndefined();
    expect(await settled()).toEqual([]);
  });
});
