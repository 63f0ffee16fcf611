// What a handler gives to its context may come from its record, whatever the types say. A mistake is that of its record: a
// workflow that failed by it would stop all other keys of its lane. The host is real, with its turn, chains and combiners.
import type { EffectBatch } from '../../../../src/model/contract/effect-contract';
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

/** The failure by which the first record is judged, and the activities that were asked for. */
const judged = async (
  onRecord: (context: Context) => unknown,
): Promise<{ readonly failure: unknown; readonly asked: readonly string[] }> => {
  let failure: unknown;
  const asked: string[] = [];
  const handler: Handler<unknown, null>['onRecord'] = async (_record, context) => {
    await onRecord(context);
  };
  await begin(handler, 1, undefined, (activity) => {
    asked.push(activity.name);
    if (activity.name !== 'rejectRecord') return;
    ({ failure } = activity.args[0] as { readonly failure: unknown });
    void activity.answer('park');
  });
  await sandbox.pass(10_000);
  return { failure, asked };
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
  const { asked } = await judged(async (ctx) => {
    await ctx.call('api', { path: '/a', step: 5 as never });
    ctx.defer('api', { path: '/b', step: 6n as never });
  });
  expect(asked).toEqual(['performEffects']);
  expect((sandbox.activities[0]?.args[0] as EffectBatch).chains[0]?.records[0]?.effects).toMatchObject([{ step: '5' }]);
});
