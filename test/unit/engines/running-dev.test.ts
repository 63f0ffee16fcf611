import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { noteRunningDev, runningDev } from '../../../src/engines/running-dev';
import { withTemporaryDirectory } from '../../support/with-temporary-directory';

const ENGINES = {
  brokers: '127.0.0.1:9092',
  temporal: '127.0.0.1:7233',
  health: '127.0.0.1:9464',
  by: 'demo',
} as const;

/** A state directory, and a configuration beside it. */
const withState = (body: (config: string, noted: () => string) => Promise<void>): Promise<void> =>
  withTemporaryDirectory(async (directory) => {
    const before = process.env['SLUICE_STATE_DIR'];
    process.env['SLUICE_STATE_DIR'] = directory;
    const config = path.join(directory, 'gateway.config.ts');
    writeFileSync(config, '');
    const folder = path.join(directory, 'data', 'running');
    try {
      await body(config, () => path.join(folder, readdirSync(folder)[0] ?? ''));
    } finally {
      if (before === undefined) delete process.env['SLUICE_STATE_DIR'];
      else process.env['SLUICE_STATE_DIR'] = before;
    }
  });

test('The engines of a running process are found by their configuration, and by no other one, until it forgets them.', async () => {
  await withState(async (config) => {
    const forget = await noteRunningDev(config, ENGINES);
    expect(runningDev(config)).toEqual({ ...ENGINES, pid: process.pid });
    expect(runningDev(path.join(path.dirname(config), 'other.config.ts'))).toBeUndefined();
    const { brokers, temporal } = ENGINES;
    const older = { brokers, temporal };
    await noteRunningDev(config, older as typeof ENGINES);
    expect(runningDev(config)).toEqual({ ...older, by: 'dev', pid: process.pid });
    await forget();
    expect(runningDev(config)).toBeUndefined();
  });
});

test('The file that names engines is readable by its user only.', async () => {
  await withState(async (config, noted) => {
    await noteRunningDev(config, ENGINES);
    expect(statSync(noted()).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(noted())).mode & 0o777).toBe(0o700);
  });
});

test.each([
  ['a process that has ended', { owner: { pid: process.pid, startedAt: '1' } }],
  ['nobody', { owner: undefined }],
  ['addresses that are none', { brokers: 'a b\n' }],
  ['addresses that are no text', { temporal: 7 }],
])('A file that names %s is not followed.', async (_what, spoilt) => {
  await withState(async (config, noted) => {
    await noteRunningDev(config, ENGINES);
    writeFileSync(noted(), JSON.stringify({ ...(JSON.parse(readFileSync(noted(), 'utf8')) as object), ...spoilt }));
    expect(runningDev(config)).toBeUndefined();
    writeFileSync(noted(), '{"owner":');
    expect(runningDev(config)).toBeUndefined();
  });
});
