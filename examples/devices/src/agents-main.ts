// Creates an agent for each device: `npm run agents -- 200`. The gateway must have run once.
import path from 'node:path';
import { loadConfig } from 'sluice';
import { createAgents } from './create-agents';
import { deviceName } from './device-fleet';

const main = async (): Promise<void> => {
  const devices = Number(process.argv[2] ?? '200');
  if (!Number.isSafeInteger(devices) || devices < 1 || devices > 100_000) {
    throw new Error(`Expected a number of devices from 1 to 100000, got ${String(process.argv[2])}.`);
  }
  const config = await loadConfig(path.join(__dirname, '..', 'gateway.config.ts'), process.env);
  await createAgents(
    config,
    Array.from({ length: devices }, (_, index) => deviceName(index)),
  );
  console.log(`${devices} devices are polled`);
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
