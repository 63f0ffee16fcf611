import { execFileSync } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';
import type { World } from './gateway/world';

/** Debian's, or the one that SLUICE_TEST_CHROMIUM names; no browser is downloaded. */
const executable = (): string => {
  const named = process.env['SLUICE_TEST_CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // This one is not installed; another one may be.
    }
  }
  throw new Error('This test needs a Chromium: `apt-get install chromium`, or its path in SLUICE_TEST_CHROMIUM.');
};

/** A browser that is closed when the test ends. */
export const openChromium = async (world: World): Promise<Browser> => {
  // Containers run as root, where Chromium refuses its sandbox.
  const browser = await chromium.launch({ executablePath: executable(), args: ['--no-sandbox'] });
  world.atEnd(() => browser.close());
  return browser;
};
