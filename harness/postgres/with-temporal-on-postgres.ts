// `npm run test:postgres`: runs a command beside a Temporal on PostgreSQL, which tests find by SLUICE_TEST_TEMPORAL.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errorText } from '../../src/errors';
import { PROMPT_DELETION } from '../prompt-deletion';
import { startTemporalOnPostgres } from './start-temporal-on-postgres';

const main = async (): Promise<number> => {
  const [command = '', ...args] = process.argv.slice(2);
  const directory = await mkdtemp(path.join(tmpdir(), 'sluice-test-'));
  try {
    const started = await startTemporalOnPostgres({
      dataDirectory: path.join(directory, 'temporal'),
      dynamicConfig: PROMPT_DELETION,
      progress: (line) => process.stderr.write(`${line}\n`),
    });
    try {
      const env = { ...process.env, SLUICE_TEST_TEMPORAL: started.temporal.address };
      const [code] = (await once(spawn(command, args, { stdio: 'inherit', env }), 'exit')) as [number | null];
      return code ?? 1;
    } finally {
      await started.stop();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

void main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${errorText(error)}\n`);
    process.exit(1);
  },
);
