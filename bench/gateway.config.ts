import { defineGateway } from 'sluice';

const { BENCH_NAME = '', BENCH_TOPICS = '', BENCH_LANES = '0', API_URL = '' } = process.env;
const lanes = Number(BENCH_LANES);

/** Everything by default but the number of calls at a time, which the baselines do not bound either. */
export default defineGateway({
  name: BENCH_NAME,
  destinations: { api: { baseUrl: API_URL, concurrency: 1_000 } },
  routes: Object.fromEntries(
    BENCH_TOPICS.split(',').map((topic, index) => [
      `route-${String(index)}`,
      { topics: [topic], deliver: { to: 'api', path: '/{topic}' }, ...(lanes > 0 ? { lanes } : {}) },
    ]),
  ),
});
