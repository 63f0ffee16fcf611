import { freePort } from '../../engines/free-port';

const FIRST_PORT = 19_464;

/** Returns where Temporal's core can serve its metrics to this process, which passes them on with its own. */
export const coreMetricsAddress = async (): Promise<string> => `127.0.0.1:${await freePort(FIRST_PORT)}`;
