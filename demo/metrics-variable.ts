import { freePort } from '../src/engines/free-port';

export const METRICS_VARIABLE = 'SLUICE_METRICS_LISTEN';
/** As `sluice dev` has it; the next free one is taken if it is in use. */
const PORT = 9_464;

/** Has the gateway serve its metrics on loopback, and tells the console where, unless the user has said where. */
export const metricsVariable = async (): Promise<Readonly<Record<string, string>>> =>
  process.env[METRICS_VARIABLE] === undefined ? { [METRICS_VARIABLE]: `127.0.0.1:${await freePort(PORT)}` } : {};
