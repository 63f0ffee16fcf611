// The alert rules on series of their own, by Prometheus itself.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const FOLDER = path.join(__dirname, '..', '..', 'deploy', 'prometheus');
const PROMTOOL = process.env['SLUICE_TEST_PROMTOOL'] ?? 'promtool';

const promtool = async (...args: string[]): Promise<string> => {
  try {
    return (await promisify(execFile)(PROMTOOL, args, { cwd: FOLDER })).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const words = `There is no ${PROMTOOL}. Install Prometheus (apt install prometheus), or name it in SLUICE_TEST_PROMTOOL.`;
    throw new Error(words, { cause: error });
  }
};

test('Prometheus takes the alert rules.', async () => {
  expect(await promtool('check', 'rules', 'alerts.yaml')).toContain('SUCCESS');
});

test('The alerts fire when they should: also at the first dead letter, and not for a route that is paused.', async () => {
  expect(await promtool('test', 'rules', 'alerts.test.yaml')).toContain('SUCCESS');
});
