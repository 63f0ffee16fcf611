// The console in a real browser: by keyboard alone, dark and light, wide and narrow. Screenshots go to a temporary
// folder, which the test names, or to the one that SLUICE_TEST_SHOTS names: look at them after a change of the page.
import { createServer } from 'node:http';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { freePort } from '../../src/engines/free-port';
import { eventually } from '../../harness/eventually';
import { openChromium } from '../support/chromium';
import { openCliWorld } from '../support/gateway/cli-world';
import { openConsole, type ConsoleProcess } from '../support/gateway/console-process';
import { withWorld } from '../support/gateway/world';

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '\u202eevil',
  '__proto__',
  '\u001b[31mred',
  '"><script>alert(1)</script>',
];
const CANARY = 'canary-7d2e';
const KEYS = 40;

const shotsFolder = async (): Promise<string> => {
  const named = process.env['SLUICE_TEST_SHOTS'];
  if (named === undefined || named === '') return mkdtemp(path.join(tmpdir(), 'sluice-console-'));
  await mkdir(named, { recursive: true });
  return named;
};

interface Watched {
  readonly page: Page;
  /** What must not happen: dialogs, errors, requests to others. */
  readonly amiss: string[];
}

const opened = async (context: BrowserContext, { url, origin }: ConsoleProcess): Promise<Watched> => {
  const page = await context.newPage();
  const amiss: string[] = [];
  page.on('dialog', (dialog) => {
    amiss.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => amiss.push(`error ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') amiss.push(`console ${message.text()} ${message.location().url}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:')) amiss.push(request.url());
  });
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, amiss };
};

const PAGES = [
  ['overview', '#/overview', 'Destinations'],
  ['keys', '#/keys?route=main', 'Failed attempts'],
  ['letters', '#/letters?route=main', 'No dead letter of the route'],
  ['replay', '#/replay?route=main', 'Plan the replay'],
] as const;

/** Every page in a theme and at a width; nothing reaches beyond the window but what scrolls within itself. */
const shoot = async (browser: Browser, seen: ConsoleProcess, folder: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 390]) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
      const { page, amiss } = await opened(context, seen);
      const shot = (name: string): Promise<Buffer> =>
        page.screenshot({ path: path.join(folder, `${name}-${colorScheme}-${width}.png`), fullPage: true });
      const noOverflow = async (name: string): Promise<void> => {
        const wide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
        expect({ name, wide }).toEqual({ name, wide: expect.any(Number) as number });
        expect(Number(wide)).toBeLessThanOrEqual(0);
      };
      for (const [name, hash, words] of PAGES) {
        await page.goto(`${seen.origin}/${hash}`);
        await page.getByText(words).first().waitFor();
        await shot(name);
        await noOverflow(name);
      }
      await page.goto(`${seen.origin}/#/key?route=main&key=key-1`);
      await page.getByText('Its last effects').waitFor();
      await shot('key');
      await noOverflow('key');
      await page.getByRole('button', { name: 'Retry', exact: true }).click();
      await page.getByRole('button', { name: 'Do it' }).waitFor();
      await shot('dialog');
      await page.keyboard.press('Escape');
      await page.goto(`${seen.origin}/#/record?route=main&key=key-1`);
      await page.getByText('Holds data.').waitFor();
      await shot('record');
      await noOverflow('record');
      expect(amiss).toEqual([]);
      await context.close();
    }
  }
};

/** Goes from the overview to a key, and retries it, without a mouse. */
const retryByKeyboard = async ({ page }: Watched): Promise<void> => {
  await page.keyboard.press('g');
  await page.keyboard.press('k');
  await page.getByRole('heading', { name: 'Keys', level: 1 }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('key-3');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Key key-3' }).waitFor();
  await page.keyboard.press('r');
  await page.getByText('Try the record of key key-3 again now.').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('The record is being retried.').waitFor();
  await page.keyboard.press('Escape');
  expect(await page.locator('dialog[open]').count()).toBe(0);
};

const groupsOf = async (page: Page): Promise<readonly string[]> => {
  const rows = page.getByRole('table', { name: 'Keys that do not move' }).locator('tbody tr');
  return (await rows.allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim());
};

/** A page of another origin, in the same browser, changes nothing and reads nothing. */
const attackedFrom = async (context: BrowserContext, seen: ConsoleProcess): Promise<void> => {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>another site</title>');
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  context.on('close', () => {
    server.closeAllConnections();
    server.close();
  });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  const action = JSON.stringify({ action: { verb: 'pause-route', route: 'main' } });
  const tries = await page.evaluate(`Promise.all([
    fetch('${seen.origin}/api/overview', { credentials: 'include' }),
    fetch('${seen.origin}/api/actions', { method: 'POST', credentials: 'include', headers: { 'Content-Type': 'application/json' }, body: '${action}' }),
  ].map((answer) => answer.then(() => 'read', () => 'kept away')))`);
  expect(tries).toEqual(['kept away', 'kept away']);
  const blind = await page.evaluate(
    `fetch('${seen.origin}/api/actions', { method: 'POST', mode: 'no-cors', credentials: 'include', body: '${action}' }).then(() => 'sent', () => 'kept away')`,
  );
  expect(blind).toBe('kept away');
  expect(await seen.get('/api/overview')).toMatchObject({ routes: [{ desired: 'running' }] });
  await page.close();
};

test('In a browser, 40 parked keys of two causes are told apart and mended one cause at a time, by keyboard alone; hostile keys are text, and no other site is asked or answered.', async () => {
  await withWorld(async (world) => {
    const letters = await world.topic({ prefix: 'dead-letters' });
    const { topic, api, shape } = await openCliWorld(world, { deadLetterTopic: letters.name });
    const port = await freePort();
    const env = { SLUICE_METRICS_LISTEN: String(port) };
    let refused: ReadonlySet<number> = new Set([409, 422]);
    const statusOf = (key: string): number => {
      const number = Number(/^key-(\d+)$/.exec(key)?.[1] ?? 1);
      return number % 2 === 0 ? 409 : 422;
    };
    api.react = (call) => {
      const { key } = JSON.parse(call.body.toString()) as { key: string };
      const status = statusOf(key);
      return refused.has(status) ? { status, body: `{"say":"${CANARY}"}` } : { status: 200 };
    };
    const keys = [...Array.from({ length: KEYS }, (_, index) => `key-${index + 1}`), ...HOSTILE];
    await topic.produce(keys.map((key) => ({ key, value: JSON.stringify({ key, note: CANARY }), partition: 0 })));
    await world.gateway({ shape, apiUrl: api.url, env });
    const seen = await openConsole(world, { shape, apiUrl: api.url, env });
    await eventually(async () => {
      expect(await seen.get('/api/overview')).toMatchObject({ routes: [{ parked: keys.length }] });
    });
    const browser = await openChromium(world);
    const folder = await shotsFolder();
    await shoot(browser, seen, folder);

    const context = await browser.newContext();
    const watched = await opened(context, seen);
    const { page, amiss } = watched;
    await eventually(async () => {
      expect(await groupsOf(page)).toEqual([
        expect.stringMatching(/^main parked api http-status:422 25 /),
        expect.stringMatching(/^main parked api http-status:409 20 /),
      ]);
    });
    expect(await page.content()).not.toContain(CANARY);

    refused = new Set([409]);
    await retryByKeyboard(watched);
    await page.goto(`${seen.origin}/#/overview`);
    await page.getByRole('table', { name: 'Routes' }).waitFor();
    // The largest group comes first: those with 422.
    await page.keyboard.press('j');
    await page.keyboard.press('r');
    await page
      .getByText('Retry 24 keys that are parked at api with http-status:422 and nothing else of route main.')
      .waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Keys that match: 24; done 24, unchanged 0, failed 0.').waitFor();
    await page.keyboard.press('Escape');
    await eventually(async () => {
      expect(await groupsOf(page)).toEqual([expect.stringMatching(/^main parked api http-status:409 20 /)]);
    });
    await eventually(() => {
      expect(api.effects).toHaveLength(25);
    });
    expect(amiss).toEqual([]);
    await attackedFrom(context, seen);
    process.stdout.write(`Screenshots are in ${folder}\n`);
    expect(seen.output()).not.toContain(CANARY);
    expect(seen.output()).toMatch(/"by":"[^"]+","verb":"retry","route":"main","key":"key-3"/);
  });
});
