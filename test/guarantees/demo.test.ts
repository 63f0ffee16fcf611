// The demo as a stranger runs it: real engines of its own, a gateway as a child process, a result to check.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DemoResult } from '../../demo/demo-result';
import { expectedCommands, type DevicesResult } from '../../demo/devices-result';
import type { OverviewAnswer } from '../../src/console/wire/overview';
import { eventually } from '../../harness/eventually';
import { freePort } from '../../src/engines/free-port';
import { leftBehind, withDemo } from '../support/scenarios/demo-run';

const METRICS = 'SLUICE_METRICS_LISTEN';

/** Keys that need somebody, as the console beside the demo says. */
const parkedAt = async (console: URL): Promise<unknown> => {
  const headers = { Authorization: `Bearer ${console.searchParams.get('token') ?? ''}` };
  const answer = await fetch(`${console.origin}/api/overview`, { headers });
  const { groups, metrics } = (await answer.json()) as OverviewAnswer;
  return { metrics, rows: groups.rows.map(({ status, cause, keys }) => ({ status, cause, keys })) };
};

const lastLine = (text: string): unknown => JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');

test('I1, I3, I4, I5, I7: the demo stays up with its console until Ctrl-C; the next run goes on with the same accounts, also those left parked, loses, repeats and reorders none of 2,000 records, and leaves nothing behind', async () => {
  await withDemo(async ({ demo, state }) => {
    const journal = path.join(state, 'data', 'demo', 'ledger.jsonl');
    const first = demo(['--records', '200', '--fresh'], { [METRICS]: `127.0.0.1:${await freePort()}` });
    await eventually(
      () => {
        expect(first.stdout).toContain('Everything stays up until Ctrl-C');
      },
      { withinMs: 180_000 },
    );
    expect(first.stdout).toMatch(/http:\S+\/namespaces\/default\/workflows\/bank%2Ftransfers%2Facc-\d\d/);
    const booked = (): number => readFileSync(journal, 'utf8').trimEnd().split('\n').length;
    // While it stays up, it goes on with a transfer a second.
    await eventually(() => {
      expect(booked()).toBeGreaterThanOrEqual(202);
    });
    const [, ledger = ''] = /^Ledger: (\S+)\/summary$/m.exec(first.stdout) ?? [];
    await fetch(`${ledger}/faults`, { method: 'POST', body: JSON.stringify({ failNext: 2, failStatus: 422 }) });
    const beside = new URL(/^Console: (\S+)$/m.exec(first.stdout)?.[1] ?? '');
    await eventually(async () => {
      expect(await parkedAt(beside)).toEqual({
        metrics: true,
        rows: [{ status: 'parked', cause: 'http-status:422', keys: 2 }],
      });
    });
    first.interrupt();
    expect(await first.ended).toMatchObject({ code: 0, stderr: '' });
    expect(leftBehind(state)).toEqual([]);

    const { code, stdout, stderr } = await demo(['--once', '--json']).ended;
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const { seconds, ...counts } = lastLine(stdout) as DemoResult;
    expect(counts).toEqual({
      records: 2000,
      effects: 2000,
      duplicateEffects: 0,
      outOfOrder: 0,
      lost: 0,
      balanceOk: true,
    });
    expect(seconds).toBeGreaterThan(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toContain('An earlier run left accounts standing: 2 parked. They go on now');
    expect(stderr).toContain('2,000 of 2,000 effects');
    expect(stderr).not.toContain('Console:');
    expect(booked()).toBeGreaterThanOrEqual(2_202);
    expect(leftBehind(state)).toEqual([]);
  });
});

test('I3, I4, I5, I9: what polled devices tell is published once, and each is answered once, though they repeat themselves, fail and hang up', async () => {
  await withDemo(async ({ demo, state }) => {
    const args = ['devices', '--once', '--json', '--devices', '40', '--events', '8'];
    const { code, stdout, stderr } = await demo(args).ended;
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const { seconds, reactions, ...counts } = lastLine(stdout) as DevicesResult;
    expect(counts).toEqual({
      devices: 40,
      events: 320,
      published: 320,
      duplicates: 0,
      lost: 0,
      outOfOrder: 0,
      duplicateReactions: 0,
      lostReactions: 0,
    });
    expect(reactions).toBe(expectedCommands({ devices: 40, events: 8 }));
    expect(reactions).toBeGreaterThan(40);
    expect(seconds).toBeGreaterThan(0);
    expect(leftBehind(state)).toEqual([]);
  });
}, 300_000);
