import { chaosRun } from '../support/chaos/chaos-run';
import { SEEDED_DEFECTS } from '../support/chaos/chaos-defects';
import { withDefectiveGateway } from '../support/chaos/defective-gateway';

// A checker that never says no proves nothing: each of these gateways breaks a promise, and must be caught at it.
it.each(SEEDED_DEFECTS)(
  'the checker catches a gateway where $name',
  async ({ defects, faults, shows, kills, minutes, runs }) => {
    const told = await withDefectiveGateway(defects, async (folder) => {
      let output = '';
      for (let seed = 1; seed <= runs; seed += 1) {
        const load = ['--records', '900', '--brokers', '1', '--kills', String(kills), '--minutes', String(minutes)];
        const args = [...load, '--seed', String(seed), '--faults', faults.join(), '--gateway', folder];
        const run = await chaosRun(args);
        output += run.output;
        // It has to come to a verdict: a run that fell over has caught nothing.
        expect({ output, result: run.result }).toMatchObject({ result: { seed } });
        if (shows.some((kind) => run.output.includes(`\n${kind}: `))) return { caught: true, output };
      }
      return { caught: false, output };
    });
    expect(told).toMatchObject({ caught: true });
  },
  1_200_000,
);
