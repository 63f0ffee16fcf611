import { defineGateway } from 'sluice';

const { BENCH_NAME = '', BENCH_TOPIC = '', BENCH_TO = '', BENCH_LANES = '0', API_URL = '' } = process.env;
const { BENCH_ROUTE = 'deliver', BENCH_CALLS } = process.env;
const lanes = Number(BENCH_LANES);
const hosting = lanes > 0 ? { lanes } : {};
const long = BENCH_CALLS === undefined ? undefined : Number(BENCH_CALLS);
const handled = BENCH_ROUTE === 'deliver' ? { deliver: { to: 'api', path: '/{topic}' } } : { workflow: BENCH_ROUTE };

/** Options have their defaults, but for one writer and for the calls at a time, which the baselines do not bound. */
export default defineGateway(
  BENCH_TO === ''
    ? {
        name: BENCH_NAME,
        ...(BENCH_ROUTE === 'deliver' ? {} : { workflows: './workflows.ts' }),
        ...(long === undefined ? {} : { worker: { concurrentActivities: long } }),
        destinations: {
          api: { baseUrl: API_URL, concurrency: long ?? 1_000, ...(long === undefined ? {} : { timeout: '5m' }) },
        },
        routes: { calls: { topics: [BENCH_TOPIC], ...handled, ...hosting } },
      }
    : {
        name: BENCH_NAME,
        outbox: { writers: 1 },
        routes: { records: { topics: [BENCH_TOPIC], publish: { to: BENCH_TO }, ...hosting } },
      },
);
