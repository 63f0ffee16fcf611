// What the records of strangers make of requests, seen by a receiver that reads bytes: nothing but the request that the
// configuration and the handler mean, or none. In both hosting shapes, by handlers and by routes without code.
import { STATUS_QUERY, type HostStatus } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { eventually } from '../../harness/eventually';
import { readCommitted } from '../../harness/read-committed';
import { uniqueName } from '../../harness/unique-name';
import type { GatewayShape } from '../fixtures/gateway/gateway.config';
import { withWorld } from '../support/gateway/world';
import { RawReceiver, type RawRequest } from '../support/raw-receiver';

const LANES = 4;
const FORGED = '0\r\n\r\nPOST /forged HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n';
const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const CARRIED = {
  traceparent: TRACE,
  ce_id: Buffer.from([0xc3, 0xa9, 0xe9]),
  'content-type': 'application/cloudevents+json',
  'idempotency-key': 'of the record',
  'SLUICE-TOKEN': '99',
};
const json = (value: unknown): string => JSON.stringify(value);

const RECORDS = [
  { key: 'length', value: json(FORGED), headers: { 'Content-Length': '4' } },
  { key: 'chunks', value: json(FORGED), headers: { 'transfer-encoding': 'chunked', Connection: 'close' } },
  { key: 'host', value: json('x'), headers: { Host: 'evil.test' } },
  { key: 'lines', value: json('x'), headers: { ce_note: 'a\r\nX-Evil: 1' } },
  { key: 'carried', value: json({ a: 1 }), headers: CARRIED },
  { key: 'gone', value: null, headers: { 'content-type': 'application/json' } },
  { key: 'gone', value: json({ back: 1 }) },
  { key: 'tenant', value: json({ ask: 'who?' }) },
  { key: 'half', value: '"\\ud800"' },
];
/** The records that a handler which passes all headers on cannot send, and those that a route which copies some cannot. */
const REFUSED = { handler: ['chunks', 'half', 'host', 'length', 'lines'], deliver: ['lines'] };

const TENANT = { secretFrom: 'TENANT', prefix: '' };
const PAGE = '[{"id":"acme-1","name":"acme corp"}]';

const shapeOf = (name: string, topic: string, again: string, published: string, baseUrl: string): GatewayShape => {
  const deliver = { to: 'api', copyHeaders: ['traceparent', 'CE_*', 'content-*'], headers: { 'X-Trace': '{key}' } };
  const gone = { method: 'DELETE', path: '/gone/{key}' } as const;
  const to = (path: string): object => ({ ...deliver, path: `${path}/{key}` });
  const routes = {
    'handler-lanes': { topics: [topic], workflow: 'passOnInLanes', lanes: LANES },
    'deliver-key': { topics: [topic], deliver: { ...to('/deliver-key'), tombstone: gone } },
    'deliver-lanes': { topics: [again], deliver: { ...to('/deliver-lanes'), tombstone: 'skip' }, lanes: LANES },
  } as unknown as NonNullable<GatewayShape['more']>['routes'];
  const agents = { shop: { topic: published, every: '1s', http: { destination: 'tenant', path: '/items', id: 'id' } } };
  const destinations = { tenant: { baseUrl, headers: { 'X-Tenant': TENANT } } };
  const more = { routes, agents, destinations } as GatewayShape['more'] & object;
  return { name, topics: [topic], route: 'handler-key', lanes: 0, kind: 'pass', outbox: { writers: 1 }, more };
};

const pathOf = ({ line }: RawRequest): string => line.split(' ').slice(0, 2).join(' ');
const headerOf = ({ headers }: RawRequest, name: string): readonly string[] =>
  headers.filter(([given]) => given.toLowerCase() === name).map(([, value]) => value);

it('I5: no record forges a request, replaces a header of ours or loses one that it may set, and no secret changes data', async () => {
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 1 });
    const again = await world.topic({ partitions: 1 });
    const published = await world.topic({ partitions: 1 });
    const receiver = new RawReceiver();
    await receiver.open();
    world.atEnd(() => receiver.close());
    receiver.answer = ({ line }) => {
      if (line.includes('/ask')) return { status: 200, body: '{"id":"acme-42","name":"acme corp"}' };
      return { status: 200, body: line.includes('/items') ? PAGE : '{}' };
    };
    await Promise.all([topic, again].map((one) => one.produce(RECORDS)));
    const name = uniqueName();
    const shape = shapeOf(name, topic.name, again.name, published.name, receiver.url);
    await world.gateway({ shape, apiUrl: receiver.url, env: { TENANT: 'acme' } });

    const calls = (): readonly RawRequest[] => receiver.requests.filter(({ line }) => !line.includes('/items'));
    const [handled, delivered] = [
      (route: string) => [
        `POST /${route}/carried`,
        `POST /${route}/gone`,
        `POST /${route}/gone`,
        `POST /${route}/ask`,
        `POST /${route}/use/acme-42`,
      ],
      (route: string) =>
        ['length', 'chunks', 'host', 'carried', 'gone', 'tenant', 'half'].map((key) => `POST /${route}/${key}`),
    ];
    await eventually(() => {
      expect(calls().map(pathOf).sort()).toEqual(
        [
          ...['handler-key', 'handler-lanes'].flatMap(handled),
          ...['deliver-key', 'deliver-lanes'].flatMap(delivered),
          'DELETE /gone/gone',
        ].sort(),
      );
    });

    const client = await world.client();
    const parked = async (route: string, lanes: number, key: string): Promise<unknown> => {
      const handle = client.workflow.getHandle(hostWorkflowId(name, route, key, lanes));
      const { chains } = await handle.query<HostStatus>(STATUS_QUERY);
      return chains.find(({ chain }) => chain === key);
    };
    for (const [route, lanes] of [
      ['handler-key', 0],
      ['handler-lanes', LANES],
      ['deliver-key', 0],
      ['deliver-lanes', LANES],
    ] as const) {
      const refused = route.startsWith('handler') ? REFUSED.handler : REFUSED.deliver;
      for (const key of refused) {
        await eventually(async () => {
          const message = expect.stringMatching(
            /^A request may not set the header|^The value of the header|half of a surrogate pair/,
          ) as unknown;
          expect(await parked(route, lanes, key)).toMatchObject({
            status: 'parked',
            failure: { code: 'request-invalid', message },
          });
        });
      }
    }

    for (const request of calls()) {
      expect(headerOf(request, 'idempotency-key')).toEqual([expect.stringContaining(`${name}.`)]);
      expect(headerOf(request, 'sluice-token')).toEqual([expect.stringMatching(/^\d{3,}$/)]);
      expect(headerOf(request, 'content-type')).toHaveLength(request.body.length === 0 ? 0 : 1);
      expect(headerOf(request, 'host')).toEqual([new URL(receiver.url).host]);
      if (/^POST .deliver/.test(request.line)) expect(headerOf(request, 'x-trace')).toHaveLength(1);
    }
    for (const request of calls().filter(({ line }) => line.includes('/deliver-') && line.includes('/carried'))) {
      expect(headerOf(request, 'traceparent')).toEqual([TRACE]);
      expect(headerOf(request, 'ce_id')).toEqual(['\u00c3\u00a9\u00e9']);
      expect(headerOf(request, 'content-type')).toEqual(['application/cloudevents+json']);
    }
    const tombstones = calls().filter((request) => headerOf(request, 'sluice-tombstone').length > 0);
    expect(tombstones.map((request) => [pathOf(request), request.body.length])).toEqual([['DELETE /gone/gone', 0]]);

    await eventually(async () => {
      const values = (await readCommitted(published)).map(({ value }) => value?.toString());
      expect(values).toEqual(['{"id":"acme-1","name":"acme corp"}']);
    });
  });
});
