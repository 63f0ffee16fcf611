import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerApi, type LedgerApiOptions } from '../../../examples/transfer/src/ledger-api';

const withLedger = async (use: (api: LedgerApi) => Promise<void>, options: LedgerApiOptions = {}): Promise<void> => {
  const api = await LedgerApi.start(options);
  try {
    await use(api);
  } finally {
    await api.close();
  }
};

const post = (api: LedgerApi, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(api.url + path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers });

const half = { amount: -1, run: 'r', sequence: 1, transfer: 't' };
const book = (api: LedgerApi, key: string, token: number, body: unknown = half): Promise<Response> =>
  post(api, '/accounts/acc-07', body, { 'Idempotency-Key': key, 'Sluice-Token': String(token) });

test('The ledger books once, says when an answer is a repeated one, and refuses what is stale or does not fit its key.', () =>
  withLedger(async (api) => {
    const first = await book(api, 'a', 20_001);
    expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([201, null]);
    const again = await book(api, 'a', 20_001);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect(await again.json()).toEqual(await first.json());
    expect((await book(api, 'a', 20_001, { ...half, amount: 1 })).status).toBe(422);
    expect((await book(api, 'b', 10_001)).status).toBe(409);
    expect(await (await fetch(`${api.url}/accounts/acc-07`)).json()).toMatchObject({ balance: 99, token: 20_001 });
    expect(await (await fetch(`${api.url}/summary?run=r`)).json()).toMatchObject({
      effects: 1,
      duplicates: 1,
      stale: 1,
    });
    expect(await (await fetch(`${api.url}/log?limit=5`)).json()).toMatchObject({
      effects: [{ idempotencyKey: 'a' }],
      next: 1,
    });
  }));

test('The ledger answers 400, 404 and 413 for what it cannot take.', () =>
  withLedger(async (api) => {
    expect((await book(api, 'a', 1, 'no json')).status).toBe(400);
    expect((await book(api, 'a', 1, {})).status).toBe(400);
    expect((await book(api, 'a', 1, 'x'.repeat(2_000_000))).status).toBe(413);
    expect((await post(api, '/accounts/acc-100', half)).status).toBe(404);
    expect((await post(api, '/accounts/%E0%A4%A', half)).status).toBe(400);
    expect((await fetch(`${api.url}/nothing`)).status).toBe(404);
    expect((await fetch(`${api.url}/log?limit=0`)).status).toBe(400);
    expect((await post(api, '/faults', { failNext: -1 })).status).toBe(400);
    expect(api.ledger.summary().effects).toBe(0);
  }));

test('The ledger fails, is slow and hangs up as told; a call cut off after its booking is booked.', () =>
  withLedger(async (api) => {
    await post(api, '/faults', { failNext: 1, failStatus: 429, retryAfterSeconds: 3 });
    const failed = await book(api, 'a', 10_001);
    expect([failed.status, failed.headers.get('retry-after')]).toEqual([429, '3']);
    await post(api, '/faults', { hangUpNext: 1 });
    await expect(book(api, 'a', 10_001)).rejects.toThrow();
    expect(api.ledger.summary().effects).toBe(0);
    await post(api, '/faults', { hangUpAfterEffectNext: 1 });
    await expect(book(api, 'a', 10_001)).rejects.toThrow();
    expect(api.ledger.summary().effects).toBe(1);
    expect((await book(api, 'a', 10_001)).headers.get('idempotent-replayed')).toBe('true');
    await post(api, '/faults', { latencyMs: 50 });
    const before = performance.now();
    await book(api, 'b', 10_002);
    expect(performance.now() - before).toBeGreaterThan(45);
    await fetch(`${api.url}/faults`, { method: 'DELETE' });
    expect(api.faults.settings.latencyMs).toBe(0);
  }));

test('The ledger remembers its effects over a restart, and drops a line that a crash cut short.', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'ledger-'));
  const journal = join(directory, 'effects.jsonl');
  try {
    await withLedger(
      async (api) => {
        await book(api, 'a', 10_001);
      },
      { journal },
    );
    appendFileSync(journal, '{"number":2,"acc');
    await withLedger(
      async (api) => {
        expect(api.ledger.summary()).toMatchObject({ total: 9_999, effects: 1 });
        expect((await book(api, 'a', 10_001)).headers.get('idempotent-replayed')).toBe('true');
        expect((await book(api, 'b', 20_001, { ...half, sequence: 2 })).status).toBe(201);
      },
      { journal },
    );
    const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { number: number }).number)).toEqual([1, 2]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
