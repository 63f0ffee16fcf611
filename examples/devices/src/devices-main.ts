// The devices as a program: PORT (default 8091), HOST (default 127.0.0.1), DEVICES (default 200).
import { DeviceApi } from './device-api';

const numberFrom = (name: string, standard: number, largest: number): number => {
  const value = Number(process.env[name] ?? standard);
  if (Number.isSafeInteger(value) && value >= 0 && value <= largest) return value;
  throw new Error(`${name}: expected an integer up to ${largest}, got ${String(process.env[name])}`);
};

const main = async (): Promise<void> => {
  const host = process.env['HOST'] ?? '127.0.0.1';
  const api = await DeviceApi.start({
    port: numberFrom('PORT', 8091, 65_535),
    host,
    devices: numberFrom('DEVICES', 200, 100_000),
  });
  console.log(`${api.fleet.size} devices at ${api.url}`);
  const stop = (): void => {
    void api.close();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
