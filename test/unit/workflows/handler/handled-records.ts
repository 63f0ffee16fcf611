// A key whose handler is given: the host is real, with its turn, chains and combiner; Temporal and the activities are not.
import { RECORDS_SIGNAL, type Carried, type HostInput } from '../../../../src/model/contract/contract';
import type { ChainOutcome, EffectBatch, RecordWork } from '../../../../src/model/contract/effect-contract';
import { defined } from '../../../../src/model/defined';
import type { Handler } from '../../../../src/workflows/handler/handler-turn';
import { keyedWorkflow } from '../../../../src/workflows/handler/keyed-workflow';
import { sandbox, type PendingActivity } from '../../support/fake-sandbox';

export const HOST: HostInput = { gateway: 'g', route: 'r', hosting: { kind: 'key', chain: 'k', key: 'k' } };

/** Begins a run with `count` new records, and returns once its first batch is asked for, or no activity is left. */
export const begin = async (
  onRecord: Handler<unknown, null>['onRecord'],
  count: number,
  carried?: Carried,
  begun: typeof sandbox.begun = () => undefined,
): Promise<void> => {
  sandbox.begin();
  sandbox.begun = begun;
  void keyedWorkflow<unknown>({ initialState: () => null, onRecord })({ ...HOST, ...defined({ carried }) });
  await send(count);
};

/** Sends `count` new records to the run. */
export const send = async (count: number): Promise<void> => {
  const records = Array.from({ length: count }, (_, offset) => ({
    partition: 0,
    leaderEpoch: 0,
    offset: String(offset),
    key: 'k',
    timestamp: 0,
    value: { json: offset },
  }));
  await sandbox.signal(RECORDS_SIGNAL, { stream: { id: 's', topic: 't' }, records });
};

export const asked = (): { readonly activity: PendingActivity; readonly records: readonly RecordWork[] } => {
  const [activity] = sandbox.activities;
  if (activity?.name !== 'performEffects') throw new Error(`Expected a batch, got ${activity?.name ?? 'nothing'}.`);
  return { activity, records: (activity.args[0] as EffectBatch).chains[0]?.records ?? [] };
};

export const answer = (outcome: Partial<ChainOutcome>): Promise<void> =>
  asked().activity.answer([{ chain: 'k', settled: 0, ...outcome }]);
