// What a polled API answers is hostile: it becomes records, or a failure in words. No answer moves a request elsewhere,
// changes a prototype, or ends anything but its own poll.
import fc from 'fast-check';
import { checkedResult, polledItems } from '../../../../src/activities/polls/polled-items';
import { requestUrl } from '../../../../src/activities/destinations/request/http-request';
import type { HttpPollDefinition } from '../../../../src/config/agent/http-poll-definition';
import { PollingAgent } from './polling-agent';
import { cases } from '../../../support/width';
import { anyText } from '../../../support/any-text';

const paths = ['data', 'next', 'more', 'id', 'at', '__proto__', 'constructor', 'length'];
const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    1e308,
    -0,
    2 ** 60,
    '9'.repeat(2_000),
    '../../x',
    'https://evil.test/',
    '\r\nX: 1',
    '2026-01-01T00:00:00Z',
  ),
);
const item = fc.dictionary(fc.constantFrom(...paths), value, { maxKeys: 5 });
const data: fc.Arbitrary<unknown> = fc.oneof(
  value,
  fc.record(
    { data: fc.oneof(fc.array(item, { maxLength: 4 }), value), next: value, more: value },
    { requiredKeys: [] },
  ),
  fc.constantFrom('['.repeat(10_000), '{"__proto__":{"polluted":1},"data":[]}', '{"data":[{"id":"__proto__"}]}'),
);
const links = fc.oneof(
  fc.constantFrom(
    '<https://evil.test/>; rel=next',
    '</v1/../admin>; rel=next',
    '<//evil.test/>; rel="next"',
    '<?p=2>; rel=next',
  ),
  fc.string().map((text) => `<${text}>; rel=next`),
  fc.string(),
);
const answer = fc.record({
  data,
  headers: fc.record({ link: links, etag: anyText(), 'retry-after': fc.string() }, { requiredKeys: [] }),
});
const agents: readonly Omit<HttpPollDefinition, 'destination'>[] = [
  { items: 'data', paging: { kind: 'cursor', next: 'next', hasMore: 'more' } },
  { items: 'data', path: '/items', paging: { kind: 'link' } },
  { items: 'data', paging: { kind: 'offset', limit: 2 } },
  { items: 'data', paging: { kind: 'timestamp', field: 'at' } },
];

test.each(agents)(
  'Any answers under $paging.kind paging become records or a failure in words, and requests stay where they are.',
  async (agent) => {
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 4 }), async (answers) => {
        let asked = 0;
        const polling = new PollingAgent(agent, () => answers[asked++] ?? {});
        while (asked < answers.length) {
          const before = asked;
          try {
            const { records, cursor } = checkedResult(await polling.page());
            expect(JSON.stringify(cursor ?? null).length).toBeLessThan(20_000);
            const origin = { gateway: 'g', definition: 'd', agent: 'a', topic: 't' };
            const { items } = polledItems(records, origin, []);
            expect(items.length).toBeLessThanOrEqual(records.length);
          } catch (error) {
            expect((error as Error).message).toMatch(/^[A-Z][^\n]+$/);
            // A cursor that is refused is refused before the request.
            if (asked === before) break;
            expect(['PollFailure', 'Error']).toContain((error as Error).name);
          }
        }
        for (const request of polling.requests) {
          const url = requestUrl('https://shop.test/v1', request);
          expect([url.origin, url.pathname.startsWith('/v1')]).toEqual(['https://shop.test', true]);
          expect(Object.values(request.headers ?? {}).join('')).not.toMatch(/[\r\n]/);
        }
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      }),
      { numRuns: cases(100) },
    );
  },
);
