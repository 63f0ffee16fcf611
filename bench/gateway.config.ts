import { defineGateway } from 'sluice';

const { BENCH_NAME = '', BENCH_TOPIC = '', BENCH_TO = '', BENCH_LANES = '0', API_URL = '' } = process.env;
const lanes = Number(BENCH_LANES);
const hosting = lanes > 0 ? { lanes } : {};

/** Options have their defaults, but for one writer and for the calls at a time, which the baselines do not bound. */
export default defineGateway(
  BENCH_TO === ''
    ? {
        name: BENCH_NAME,
        destinations: { api: { baseUrl: API_URL, concurrency: 1_000 } },
        routes: { calls: { topics: [BENCH_TOPIC], deliver: { to: 'api', path: '/{topic}' }, ...hosting } },
      }
    : {
        name: BENCH_NAME,
        outbox: { writers: 1 },
        routes: { records: { topics: [BENCH_TOPIC], publish: { to: BENCH_TO }, ...hosting } },
      },
);
