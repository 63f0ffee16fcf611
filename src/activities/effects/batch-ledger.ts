import { ApplicationFailure } from '@temporalio/activity';
import type { ChainOutcome, EffectBatch, RecordWork } from '../../model/contract/effect-contract';
import { effectBytes, LEDGER_KEEP, type EffectMark } from '../../model/contract/effect-ledger';
import { ledgerLine, type LedgerLine } from '../../model/records/ledger-line';
import type { EffectDeps } from './effect-deps';
import { untilAborted } from '../until-aborted';
import type { LedgerWants } from './chain-ledger';

/** How many effects one batch may report, as many as a lane keeps. The newest are reported. */
const REPORT_EFFECTS = 500;
const REPORT_BYTES = 64 * 1024;

type Deps = Pick<EffectDeps, 'destinations' | 'routes' | 'writeLedger'>;

/** Brings the effects of a batch into the ledger: the last ones into the workflow's, all of them into its topic. */
export class BatchLedger {
  readonly wants: LedgerWants;
  private readonly works: ReadonlyMap<string, readonly RecordWork[]>;
  private readonly written = new Set<EffectMark>();
  /** False if this worker does not know the route and so must not decide how much of it is kept. */
  private readonly known: boolean;

  constructor(
    private readonly deps: Deps,
    private readonly batch: EffectBatch,
    unseen: boolean,
  ) {
    const route = deps.routes.find(({ name }) => name === batch.route);
    this.known = route !== undefined;
    this.wants = { keep: route?.ledgerKeep ?? 0, exported: deps.writeLedger !== undefined, unseen };
    this.works = new Map(batch.chains.map(({ chain, records }) => [chain, records]));
  }

  /**
   * Resolves when the ledger's topic has the batch's effects. It has them at least once: what a lost attempt wrote is
   * written again.
   * @throws ApplicationFailure, retryable, while Kafka does not take it or once `signal` is aborted.
   */
  async write(outcomes: readonly ChainOutcome[], signal: AbortSignal): Promise<void> {
    const { writeLedger } = this.deps;
    if (writeLedger === undefined) return;
    const unwritten = outcomes.flatMap(({ chain, made = [] }) =>
      made.filter((mark) => !this.written.has(mark)).map((mark) => ({ chain, mark })),
    );
    const lines = unwritten.flatMap(({ chain, mark }) => this.lineOf(chain, mark) ?? []);
    if (lines.length === 0) return;
    try {
      await untilAborted(writeLedger(lines), signal, 'the worker is stopping.');
    } catch (error) {
      const message = `The effects are done, but Kafka does not take them into the topic of the effect ledger: ${(error as Error).message}`;
      throw ApplicationFailure.retryable(message, 'LedgerUnavailable');
    }
    for (const { mark } of unwritten) this.written.add(mark);
  }

  /** The outcomes for the workflow, with the last effects of each chain, but no more than a reply has room for. */
  replyOf(outcomes: readonly ChainOutcome[]): readonly ChainOutcome[] {
    const { keep } = this.wants;
    const lastOf = (made: readonly EffectMark[]): readonly EffectMark[] => (keep > 0 ? made.slice(-keep) : []);
    const newest = newestOf(outcomes.flatMap(({ made = [] }) => lastOf(made)));
    return outcomes.map(({ made: all = [], ...outcome }) => {
      const made = lastOf(all).filter(newest);
      const unsaid = !this.known || keep === LEDGER_KEEP || (made.length === 0 && keep > 0);
      return { ...outcome, ...(made.length === 0 ? {} : { made }), ...(unsaid ? {} : { keep }) };
    });
  }

  private lineOf(chain: string, [index, facts]: EffectMark): LedgerLine | undefined {
    const record = this.works.get(chain)?.[index];
    if (record === undefined) return undefined;
    const { stream, position, revision } = record;
    const { gateway, route } = this.batch;
    const sentKey = (destination: string, key: string): string =>
      this.deps.destinations.get(destination)?.sentKey(key) ?? key;
    const named = revision === undefined ? {} : { revision };
    return ledgerLine({ gateway, route, sentKey }, { chain, stream, position, ...named, facts });
  }
}

/** Tells which effects are among the newest that a reply has room for. */
const newestOf = (marks: readonly EffectMark[]): ((mark: EffectMark) => boolean) => {
  let bytes = 0;
  for (const [, facts] of marks) bytes += effectBytes(facts);
  if (marks.length <= REPORT_EFFECTS && bytes <= REPORT_BYTES) return () => true;
  const chosen = new Set<EffectMark>();
  let left = REPORT_BYTES;
  for (const mark of Array.from(marks).sort(([, one], [, other]) => other[3] - one[3])) {
    left -= effectBytes(mark[1]);
    if (chosen.size === REPORT_EFFECTS || left < 0) break;
    chosen.add(mark);
  }
  return (mark) => chosen.has(mark);
};
