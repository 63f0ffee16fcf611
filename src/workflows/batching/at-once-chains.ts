import { workflowInfo } from '@temporalio/workflow';
import { AT_ONCE_RECORDS, endsInTask } from '../../model/at-once';
import type { Hosting, RecordsSignal } from '../../model/contract/contract';
import type { ChainWork, RecordWork } from '../../model/contract/effect-contract';
import type { TaskPlace } from '../../model/contract/at-once-contract';

/** One task makes the calls of so many chains at most: it ends when the last of them has ended. */
const MOST_CHAINS = 8;

/** The chains whose records came alone with the current workflow task, so that their calls may be made inside it. */
export class AtOnceChains {
  private readonly chains = new Set<string>();
  /** Names the task of these chains: the length of the history at its start. */
  private task: number | undefined;
  private startedAt = 0;

  constructor(private readonly hosting: Hosting) {}

  /** The bridge has said so for this signal if no others waited for the workflow. */
  onSignal({ records, atOnceMs }: RecordsSignal): void {
    const { historyLength, taskTimeoutMs } = workflowInfo();
    if (atOnceMs === undefined || !endsInTask(atOnceMs, taskTimeoutMs)) return;
    if (historyLength !== this.task) {
      this.task = historyLength;
      this.startedAt = Date.now();
      this.chains.clear();
    }
    const { hosting } = this;
    for (const { chain } of records) {
      const id = hosting.kind === 'key' ? hosting.chain : chain;
      if (id !== undefined && this.chains.size < MOST_CHAINS) this.chains.add(id);
    }
  }

  /** Says once for each of the chains where its calls may be made; undefined if only an activity may make them. */
  take({ chain, records }: ChainWork): TaskPlace | undefined {
    const { historyLength, taskTimeoutMs } = workflowInfo();
    if (!this.chains.delete(chain) || historyLength !== this.task) return undefined;
    if (records.length > AT_ONCE_RECORDS || !records.every(isAtHand)) return undefined;
    return { startedAt: this.startedAt, timeoutMs: taskTimeoutMs };
  }
}

/** False if the payload has to be read back from Kafka first. */
const isAtHand = ({ effects, record }: RecordWork): boolean =>
  effects !== undefined || (record !== undefined && !('reference' in record.value));
