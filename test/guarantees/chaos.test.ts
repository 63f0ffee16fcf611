import { chaosRun } from '../support/chaos-run';

// Bridges, workers, Temporal, the broker and the API each meet SIGKILL once, and five faults of other kinds besides.
it('I1-I9: what is killed, frozen, cut and disturbed by a seeded schedule loses, doubles and reorders nothing', async () => {
  const run = await chaosRun(['--records', '600', '--kills', '5', '--minutes', '0.4', '--seed', '4', '--brokers', '1']);
  expect(run).toMatchObject({
    code: 0,
    result: { kills: 5, lost: 0, duplicateEffects: 0, outOfOrder: 0, duplicatePublished: 0, violations: 0 },
  });
  expect(run.result?.records).toBeGreaterThanOrEqual(600);
  expect(run.result?.published).toBeGreaterThanOrEqual(200);
});
