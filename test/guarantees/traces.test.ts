import type { EffectRecorder } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { readCommitted } from '../../harness/read-committed';
import { uniqueName } from '../../harness/unique-name';
import { OtlpCollector, type CollectedSpan } from '../support/otlp-collector';
import { withWorld } from '../support/gateway/world';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PRODUCER = '00f067aa0ba902b7';
const traceparent = `00-${TRACE}-${PRODUCER}-01`;
const CANARY = 'canary-77aa';

const headerOf = ({ calls }: EffectRecorder, key: string): unknown =>
  calls.find(({ body }) => body.toString().includes(`"key":"${key}"`))?.headers['traceparent'];

const spanOf = (header: unknown): string => String(header).split('-')[2] ?? '';

/** The poll that found an item began the trace of all that came of it, and its source was told of it. */
const expectFollowed = (
  spans: readonly CollectedSpan[],
  topic: string,
  source: EffectRecorder,
  api: EffectRecorder,
): void => {
  const sent = spans.find(({ name }) => name === `send ${topic}`);
  if (sent === undefined) throw new Error('nothing was published by the agent');
  const { traceId, parent: poll } = sent;
  const followed = spans.filter((span) => span.traceId === traceId);
  expect(followed.find(({ name }) => name === 'poll items')).toMatchObject({
    ...{ spanId: poll, parent: '', failed: false, attributes: { 'sluice.items': 1 } },
  });
  const others = followed.filter(({ name }) => name !== 'poll items');
  expect(others.map(({ name }) => name)).toEqual([`send ${topic}`, `receive ${topic}`, 'call api', 'call api']);
  expect(others.find(({ name }) => name === `receive ${topic}`)).toMatchObject({ parent: sent.spanId });
  expect(source.calls.map(({ headers }) => headers['traceparent'])).toContain(`00-${traceId}-${poll}-01`);
  expect(headerOf(api, 'polled')).toContain(traceId);
};

it('I12: one trace leads from the producer, or from the poll of an agent, over both hosting shapes to the API and to what is published, and each attempt carries the same traceparent', async () => {
  await withWorld(async (world) => {
    const [keyed, laned, out] = await Promise.all([1, 2, 3].map(() => world.topic({ partitions: 1 })));
    if (!keyed || !laned || !out) throw new Error('no topics');
    const api = await world.recorder();
    const collector = await OtlpCollector.open();
    world.atEnd(() => collector.close());
    const refused = new Set<string>();
    api.react = ({ idempotencyKey }) => {
      if (refused.has(idempotencyKey)) return { status: 200 };
      refused.add(idempotencyKey);
      return { status: 500, body: CANARY };
    };
    const source = await world.recorder();
    source.react = () => ({
      status: 200,
      body: JSON.stringify({ items: [{ id: 'i1', key: 'polled', seq: 0, padding: CANARY }] }),
      headers: { 'content-type': 'application/json' },
    });
    const shape = {
      name: uniqueName(),
      topics: [keyed.name],
      lanes: 0,
      kind: 'publisher',
      outbox: {},
      beside: { laned: { topics: [laned.name], lanes: 2 } },
      more: {
        destinations: { source: { baseUrl: source.url } },
        agents: {
          items: {
            topic: laned.name,
            every: '100ms',
            http: { destination: 'source', path: '/items', items: 'items', id: 'id', key: 'key' },
          },
        },
      },
    } as const;
    const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100' };
    const gateway = await world.gateway({ shape, apiUrl: api.url, env });
    const value = (key: string): string => JSON.stringify({ key, seq: 0, to: out.name, act: 'defer', padding: CANARY });
    const unsampled = `00-${TRACE}-${PRODUCER}-00`;
    await keyed.produce([{ key: 'traced', value: value('traced'), headers: { traceparent } }]);
    await laned.produce([
      { key: 'traced', value: value('traced'), headers: { traceparent } },
      { key: 'plain', value: value('plain') },
      { key: 'unsampled', value: value('unsampled'), headers: { traceparent: unsampled } },
      // So large that it travels by reference, and is read back.
      { key: 'large', value: `{"key":"large","x":"${'x'.repeat(100_000)}"}`, headers: { traceparent } },
    ]);

    // Each effect is refused once and then taken.
    await eventually(() => {
      expect(api.calls).toHaveLength(12);
    });
    for (const key of refused) {
      const attempts = api.calls.filter(({ idempotencyKey }) => idempotencyKey === key);
      expect(attempts).toHaveLength(2);
      expect(new Set(attempts.map(({ headers }) => headers['traceparent'])).size).toBe(1);
    }
    expect(headerOf(api, 'unsampled')).toBe(unsampled);

    await eventually(() => {
      expect(collector.spans.filter(({ name }) => name.startsWith('call '))).toHaveLength(10);
      expect(collector.spans.filter(({ name }) => name.startsWith('send '))).toHaveLength(2);
    });
    const { spans } = collector;
    expect(new Set(spans.map(({ service }) => service))).toEqual(new Set([`sluice-${shape.name}`]));
    const ofTrace = spans.filter(({ traceId }) => traceId === TRACE);
    const received = ofTrace.filter(({ name }) => name.startsWith('receive '));
    expect(received.map(({ parent }) => parent)).toEqual([PRODUCER, PRODUCER, PRODUCER]);
    const ids = new Set(received.map(({ spanId }) => spanId));
    const calls = ofTrace.filter(({ name }) => name === 'call api');
    expect(calls).toHaveLength(6);
    for (const { parent } of calls) expect(ids).toContain(parent);
    // The span that settled an effect is the one that its receiver was told of.
    const settled = calls.filter(({ failed }) => !failed).map(({ spanId }) => spanId);
    const told = api.calls.map(({ headers }) => spanOf(headers['traceparent']));
    expect(new Set(settled).size).toBe(3);
    expect(told).toEqual(expect.arrayContaining(settled));
    for (const { failed, attributes } of calls) {
      expect(attributes).toMatchObject({ 'sluice.gateway': shape.name, 'sluice.destination': 'api' });
      expect(attributes['error.type']).toBe(failed ? 'http-status:500' : undefined);
    }

    const [published] = await readCommitted(out);
    const [send] = spans.filter(({ name }) => name === `send ${out.name}`);
    const header = Buffer.from(`00-${TRACE}-${send?.spanId}-01`);
    expect(published?.headers).toContainEqual(['traceparent', header]);
    expect(ids).toContain(send?.parent);

    expectFollowed(spans, laned.name, source, api);

    // A record that came without a trace began one; one that is not recorded has no span.
    const ofPolls = new Set(spans.filter(({ name }) => name === 'poll items').map(({ traceId }) => traceId));
    const plain = spans.filter(({ traceId }) => traceId !== TRACE && !ofPolls.has(traceId));
    expect(plain.map(({ name }) => name).sort()).toEqual(['call api', 'call api', `receive ${laned.name}`]);
    expect(spanOf(headerOf(api, 'plain'))).toBe(
      plain.find(({ name, failed }) => name === 'call api' && !failed)?.spanId,
    );
    // Neither a record nor an answer is in what leaves.
    expect(Buffer.concat(collector.bodies).includes(CANARY)).toBe(false);
    expect(Buffer.concat(collector.bodies).includes('"traced"')).toBe(false);

    await gateway.stop();
    expect((await gateway.exited).code).toBe(0);
  });
});
