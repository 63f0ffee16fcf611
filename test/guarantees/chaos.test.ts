import { chaosRun } from '../support/chaos/chaos-run';

/** Each is met once. Those that a short run would only wait for are left to `npm run chaos`. */
const KILLS = ['kill-bridge', 'kill-worker', 'kill-temporal', 'kill-broker', 'kill-api'];
const OTHERS = ['cut-temporal', 'api-lost-answers', 'api-unreadable', 'throttle-all', 'aborted-transactions'];
const OPERATORS = ['park-keys', 'replay', 'rotate-secret'];
const LOAD = ['--records', '900', '--brokers', '1', '--minutes', '1.2'];

it('I1-I9, I12: what is killed, frozen, cut and disturbed by a seeded schedule loses, doubles, reorders and changes nothing', async () => {
  const faults = [...KILLS, ...OTHERS, ...OPERATORS].join();
  const run = await chaosRun([...LOAD, '--kills', '8', '--seed', '4', '--faults', faults]);
  // Which violation it was stands in what the run tells on its way.
  if (run.code !== 0) process.stderr.write(run.output);
  expect(run).toMatchObject({
    code: 0,
    result: { kills: 8, faults: 16, lost: 0, duplicateEffects: 0, outOfOrder: 0, duplicatePublished: 0, violations: 0 },
  });
  expect(run.result?.records).toBeGreaterThanOrEqual(900);
  expect(run.result?.published).toBeGreaterThanOrEqual(300);
}, 900_000);
