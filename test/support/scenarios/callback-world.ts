import type { GatewayShape } from '../../fixtures/gateway/gateway.config';
import { freePort } from '../../../src/engines/free-port';
import type { EffectRecorder } from '../../../harness/effect-recorder';
import { bodyOf } from '../../../harness/keyed-records';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import type { GatewayProcessOptions } from '../gateway/gateway-process';
import { HOSTING_SHAPES } from '../gateway/hosting-shapes';
import { withWorld, type World } from '../gateway/world';
import { uniqueName } from '../../../harness/unique-name';
import { narrowed } from '../width';

export const SECRETS = {
  CALLBACK_SECRET: 'the first secret, for tests only, 0123456789',
  NEXT_SECRET: 'the next secret, for tests only, 0123456789',
};

/** Those that wait: a `deliver` route or a handler, each in both hosting shapes. */
export const WAITERS = HOSTING_SHAPES.flatMap(({ hosting, lanes }) =>
  (['deliver', 'pay'] as const).map((kind) => ({ hosting, lanes, kind })),
);

/** Each way to wait and each shape once: enough if all four combinations behave the same. */
export const ENOUGH_WAITERS = narrowed(WAITERS, ({ lanes, kind }) => lanes > 0 === (kind === 'deliver'));

export interface CallbackWorld {
  readonly topic: KafkaTopic;
  readonly api: EffectRecorder;
  readonly options: GatewayProcessOptions & { readonly shape: GatewayShape };
  /** What the test opens besides. */
  readonly also: World;
}

type Waiter = Pick<GatewayShape, 'lanes' | 'kind'> & Partial<Omit<GatewayShape, 'callbacks'>>;

/** Gives `body` a topic, an API and a gateway that waits for its callbacks. */
export const withCallbackWorld = async (
  waiter: Waiter,
  callbacks: Partial<NonNullable<GatewayShape['callbacks']>>,
  body: (world: CallbackWorld) => Promise<void>,
): Promise<void> => {
  const port = await freePort();
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 1 });
    const api = await world.recorder();
    api.react = () => ({ status: 202 });
    const shape = { name: uniqueName(), topics: [topic.name], ...waiter, callbacks: { port, ...callbacks } };
    await body({ topic, api, options: { shape, apiUrl: api.url, env: SECRETS }, also: world });
  });
};

/** What the API saw of a key, in order: `/effects 0`, and `/paid 0` from a handler that was told. */
export const seen = (api: EffectRecorder, key: string): readonly string[] =>
  api.effects
    .filter((call) => bodyOf(call).key === key)
    .map((call) => `${call.path.split('?')[0] ?? ''} ${bodyOf(call).seq}`);

/** What the API sees of a key if all goes well. */
export const expected = (kind: GatewayShape['kind'], records: number): readonly string[] =>
  Array.from({ length: records }, (_, seq) =>
    kind === 'pay' ? [`/effects ${seq}`, `/paid ${seq}`] : [`/effects ${seq}`],
  ).flat();
