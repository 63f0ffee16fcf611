import { hostWorkflowId } from '../../../src/model/workflow-id';
import { withEffectRecorder } from '../../../harness/effect-recorder';
import { eventually } from '../../../harness/eventually';
import { withGateway } from '../gateway/gateway-process';
import { runsContinued } from '../engines/hasty-temporal';
import { judge, KEPT, keyedRecords } from '../../../harness/keyed-records';
import { withTemporal } from '../engines/with-temporal';
import { withTemporalClient } from '../engines/temporal-client';
import { uniqueName } from '../../../harness/unique-name';
import { withTopic } from '../../../harness/with-topic';

const ROUND = { withinMs: 300_000 };

export interface HotKey {
  readonly lanes: number;
  /** What Temporal lets a run take. */
  readonly signalsOfARun: number;
  readonly rounds: number;
  /** More than the run takes before it leaves by itself. */
  readonly perRound: number;
}

/** One key, a signal for each of its records, takes more of them than Temporal lets a run take. */
export const hotKey = async ({ lanes, signalsOfARun, rounds, perRound }: HotKey): Promise<void> => {
  await withTemporal(
    (temporal) =>
      withTopic({ partitions: 1 }, (topic) =>
        withEffectRecorder((api) =>
          withTemporalClient(async (client) => {
            const bridge = { recordsPerSignal: 1 };
            const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver', bridge } as const;
            const workflowId = hostWorkflowId(shape.name, 'main', 'key-0', lanes);
            await withGateway({ shape, apiUrl: api.url, temporal: temporal.address }, async () => {
              // In rounds, each longer than a run: one flood may well fill a single run to its limit before it can leave.
              for (let round = 1; round <= rounds; round += 1) {
                await topic.produce(keyedRecords({ keys: 1, perKey: perRound, from: (round - 1) * perRound }));
                await eventually(() => {
                  expect(api.effects).toHaveLength(round * perRound);
                }, ROUND);
                await eventually(async () => {
                  expect(await runsContinued(client, workflowId)).toBeGreaterThanOrEqual(round);
                });
              }
            });
            expect(judge(api, { keys: 1, perKey: rounds * perRound })).toEqual(KEPT);
            expect(api.calls).toHaveLength(rounds * perRound);
          }, temporal.address),
        ),
      ),
    { 'history.maximumSignalsPerExecution': String(signalsOfARun) },
  );
};
