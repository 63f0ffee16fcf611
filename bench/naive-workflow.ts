import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';

export interface NaiveRecord {
  readonly id: string;
  readonly topic: string;
  readonly value: string;
}

export interface NaiveActivities {
  post(record: NaiveRecord): Promise<void>;
}

const { post } = proxyActivities<NaiveActivities>({ startToCloseTimeout: '1 minute' });

/** Handles the records of one key one after another, each by an activity. */
export const naiveKey = async (waiting: readonly NaiveRecord[] = []): Promise<never> => {
  const inbox = [...waiting];
  setHandler(defineSignal<[NaiveRecord]>('record'), (record) => {
    inbox.push(record);
  });
  for (;;) {
    await condition(() => inbox.length > 0 || workflowInfo().continueAsNewSuggested);
    if (workflowInfo().continueAsNewSuggested) return continueAsNew<typeof naiveKey>(inbox);
    const record = inbox.shift();
    if (record !== undefined) await post(record);
  }
};
