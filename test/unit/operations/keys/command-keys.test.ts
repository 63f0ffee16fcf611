import { ServiceError, type Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { commandKeys, type BulkRequest } from '../../../../src/operations/keys/command-keys';
import type { ResolvedConfig } from '../../../../src/config/gateway/resolved-config';
import type { ResolvedRoute } from '../../../../src/config/route/resolved-route';

const ROUTE = { name: 'r', lanes: 0 } as ResolvedRoute;
const CONFIG = { name: 'g', routes: [ROUTE] } as unknown as ResolvedConfig;

const payload = (value: unknown): unknown => defaultPayloadConverter.toPayload(value);

/** A server whose visibility shows that many parked keys, every third without a cause. */
const serverOf = (
  parked: number,
  offsetOf: (id: string) => string | undefined = () => undefined,
): { readonly client: Client; readonly asked: string[] } => {
  const asked: string[] = [];
  const ids = Array.from({ length: parked }, (_, index) => `g/r/key-${index}`);
  const client = {
    options: { namespace: 'default' },
    withDeadline: (_deadline: number, work: () => unknown) => work(),
    workflowService: {
      listWorkflowExecutions: ({ pageSize, nextPageToken, query }: Listing) => {
        const from = nextPageToken === undefined ? 0 : Number(Buffer.from(nextPageToken).toString());
        const page = query.includes("'parked'") ? ids.slice(from, from + pageSize) : [];
        const next = from + pageSize < ids.length && page.length > 0 ? String(from + pageSize) : '';
        return Promise.resolve({
          executions: page.map((workflowId, index) => ({
            execution: { workflowId },
            searchAttributes: {
              indexedFields: {
                SluiceStatus: payload('parked'),
                SluiceDestination: payload(['api']),
                ...((from + index) % 3 === 0 ? {} : { SluiceCause: payload(['http-status', 'http-status:409']) }),
              },
            },
          })),
          nextPageToken: Buffer.from(next),
        });
      },
    },
    workflow: {
      getHandle: (id: string) => ({
        query: () => {
          asked.push(id);
          const offset = offsetOf(id);
          const head = offset === undefined ? {} : { head: { topic: 't', partition: 0, offset, leaderEpoch: 0 } };
          const failure = { code: 'http-status', status: 409, message: 'no', destination: 'api' };
          return Promise.resolve({
            chains: [{ chain: id.slice(4), status: 'parked', waiting: 1, failure, ...head }],
            more: false,
          });
        },
      }),
    },
  } as unknown as Client;
  return { client, asked };
};

interface Listing {
  readonly pageSize: number;
  readonly nextPageToken?: Uint8Array;
  readonly query: string;
}

const dryRun = async (parked: number, more: Partial<BulkRequest>) => {
  const { client, asked } = serverOf(parked);
  const request = { verb: 'retry', routes: [ROUTE], statuses: ['parked'], dryRun: true, ...more } as const;
  let reported = 0;
  const { matched } = await commandKeys(client, CONFIG, request, () => (reported += 1));
  return { matched, reported, asked: asked.length };
};

test('A dry run asks fifty keys, and counts the others by what visibility knows of them.', async () => {
  expect(await dryRun(2_000, {})).toEqual({ matched: 2_000, reported: 50, asked: 50 });
  expect(await dryRun(20, {})).toEqual({ matched: 20, reported: 20, asked: 20 });
});

test('A dry run waits for a busy worker for some seconds in all, and counts the keys that did not answer.', async () => {
  jest.useFakeTimers();
  try {
    const { client } = serverOf(200);
    const slow = Object.assign(client, {
      workflow: {
        getHandle: () => ({
          query: () => {
            jest.advanceTimersByTime(1_000);
            return Promise.reject(new ServiceError('deadline exceeded'));
          },
        }),
      },
    }) as Client;
    const began = Date.now();
    const request = { verb: 'retry', routes: [ROUTE], statuses: ['parked'], dryRun: true } as const;
    expect((await commandKeys(slow, CONFIG, request, () => undefined)).matched).toBe(200);
    expect(Date.now() - began).toBeLessThan(20_000);
  } finally {
    jest.useRealTimers();
  }
});

test('A dry run by cause asks the keys of which visibility knows no cause.', async () => {
  expect(await dryRun(350, { error: 'http-status:409' })).toEqual({ matched: 350, reported: 50, asked: 50 + 100 });
});

test('A dry run of new effects asks every key, because each may have had its effects.', async () => {
  expect(await dryRun(350, { newEffect: { sure: false } })).toEqual({ matched: 350, reported: 350, asked: 350 });
});

test.each(['retry', 'skip'] as const)(
  'A dry run of %s that is bound to what was shown counts the keys that were not, and those at other records.',
  async (verb) => {
    const shown = new Set<string>();
    const request = { verb, routes: [ROUTE], statuses: ['parked'], dryRun: true } as const;
    const run = async (parked: number, offsetOf: (id: string) => string | undefined, more: Partial<BulkRequest>) =>
      commandKeys(serverOf(parked, offsetOf).client, CONFIG, { ...request, ...more }, () => undefined);
    await run(120, () => '7', { shown });
    const unseen = async (parked: number, offsetOf: (id: string) => string | undefined): Promise<number | undefined> =>
      (await run(parked, offsetOf, { only: shown })).unseen;
    expect(await unseen(120, () => '7')).toBeUndefined();
    expect(await unseen(90, () => '7')).toBeUndefined();
    // One that does not answer is no other one.
    expect(await unseen(120, () => undefined)).toBeUndefined();
    expect(await unseen(123, () => '7')).toBe(3);
    expect(await unseen(120, (id) => (id === 'g/r/key-5' ? '8' : '7'))).toBe(1);
    // The last of them was shown by its number only, and is bound to its record all the same.
    expect(await unseen(120, (id) => (id === 'g/r/key-119' ? '8' : '7'))).toBe(1);
  },
);
