// The turn of a route with a handler. Handlers of several records run one after another, and what they defer is
// performed together (group commit). A record whose handler or effect fails is undone with all that came after it (I8).
import type { RecordWork } from '../../model/contract/effect-contract';
import { jsonSize } from '../../model/json/json-size';
import { revisionOf } from '../../model/names/record-name';
import type { Chain } from '../chain/chain';
import { workDoubts } from '../chain/head-doubts';
import { gatewayRecord, type GatewayRecord } from './gateway-record';
import { stateJson, takeState, type StateMaker } from '../turn/state-maker';
import { loadReferences, type LoadedEntry } from '../turn/load-references';
import type { RecordContext } from './record-context';
import { handlerBegins } from '../sandbox/bounded-steps';
import { rejectHead } from '../turn/reject-head';
import { RecordRun, type RunResult } from './record-run';
import { RECORD_OVERHEAD, settleGroup, type GroupMember } from '../turn/turn';
import type { Turn, TurnHost } from '../turn/turn-host';
import { defined } from '../../model/defined';

export interface Handler<V, S> extends StateMaker<S> {
  onRecord(record: GatewayRecord<V>, context: RecordContext<S>): Promise<void> | void;
}

/** Bytes of snapshots and effects that a group may have before it is settled. */
const MAX_GROUP_BYTES = 512 * 1024;
const MAX_GROUP_SNAPSHOT_CHARACTERS = 4_000_000;

type Succeeded = Extract<RunResult, { readonly kind: 'succeeded' }>;

class HandlerGroup<V, S> {
  private members: GroupMember[] = [];
  private bytes = 0;
  private snapshots = 0;
  /** The chain's state as JSON, to which a record is undone and by which its size is measured. */
  private json: string;
  /** True when earlier records could not be settled and the state is already back at the first of them. */
  private undone = false;
  /** The state before the record whose handler runs now. */
  private beforeRunning: string | undefined;

  constructor(
    private readonly handler: Handler<V, S>,
    private readonly chain: Chain,
    private readonly host: TurnHost,
    private readonly stateless: boolean,
  ) {
    this.json = JSON.stringify(chain.state.value);
  }

  get full(): boolean {
    return this.bytes > MAX_GROUP_BYTES || this.snapshots > MAX_GROUP_SNAPSHOT_CHARACTERS;
  }

  /** Runs the handler over the next record. Returns false if the turn ends with it. */
  async add(entry: LoadedEntry): Promise<boolean> {
    const { chain, host, json: before } = this;
    const work = this.workOf(entry);
    this.beforeRunning = before;
    chain.state.shown(before);
    const state = chain.state.value as S;
    const { keyText } = entry.record;
    const run = new RecordRun<S>(chain, host, work, state, () => this.settle(), this.stateless, keyText);
    const result = await this.execute(run, entry);
    this.beforeRunning = undefined;
    if (result.kind === 'succeeded') {
      chain.state.replace(this.json);
      this.join(work, result, before);
      return true;
    }
    if (!this.undone) chain.state.replace(before);
    if (this.members.length === 0) chain.state.settle();
    if (result.kind === 'failed' && (await this.settle())) {
      chain.progress.begin(work.sequence);
      await rejectHead(chain, result.failure, host);
    }
    return false;
  }

  async settle(): Promise<boolean> {
    const { members } = this;
    this.members = [];
    this.bytes = 0;
    this.snapshots = 0;
    const settled = await settleGroup(this.chain, members, this.host);
    if (!settled) this.undone = true;
    this.chain.state.settle(settled ? this.beforeRunning : undefined);
    return settled;
  }

  private join(work: RecordWork, { deferred: effects, published }: Succeeded, before: string): void {
    const bytes = RECORD_OVERHEAD + (effects.length === 0 ? 0 : jsonSize(JSON.stringify(effects)));
    const publishedBytes = published.length === 0 ? 0 : RECORD_OVERHEAD + jsonSize(JSON.stringify(published));
    this.members.push({
      work: { ...work, effects, ...this.stillDone(work) },
      bytes,
      before,
      ...(published.length === 0 ? {} : { published, publishedBytes }),
    });
    this.bytes += bytes + publishedBytes;
    this.snapshots += before.length;
  }

  private workOf({ stream, position, record, redriven }: LoadedEntry): RecordWork {
    const first = this.members.length === 0;
    const done = first ? this.chain.progress.doneSteps : [];
    const revision = revisionOf(record, redriven, first ? this.chain.progress.newEffects : 0);
    return {
      stream,
      position,
      sequence: (first ? this.chain.progress.sequence : undefined) ?? this.host.nextSequence(),
      ...revision,
      ...defined({ redriven, trace: record.trace }),
      ...(stream.replay === undefined ? {} : { producedAt: record.timestamp }),
      ...workDoubts(this.chain, this.members.length, { stream, position, ...defined({ redriven }) }, revision),
      ...(done.length === 0 ? {} : { done }),
    };
  }

  /** New effects may have taken the place of what was done. */
  private stillDone({ done }: RecordWork): Pick<RecordWork, 'done'> {
    return done === undefined ? {} : { done: done.filter((step) => this.chain.progress.steps.has(step)) };
  }

  private async execute(run: RecordRun<S>, { stream, record }: LoadedEntry): Promise<RunResult> {
    if ('undecodable' in record.value && !('source' in record.value)) {
      return { kind: 'failed', failure: { code: 'undecodable', message: record.value.undecodable } };
    }
    handlerBegins(this.chain.id);
    const result = await run.execute((context) => this.handler.onRecord(gatewayRecord<V>(stream, record), context));
    if (result.kind !== 'succeeded') return result;
    const after = stateJson(run.result);
    if (after.kind === 'unfit') return { kind: 'failed', failure: after.failure };
    this.json = after.json;
    return result;
  }
}

export const handlerTurn =
  <V, S>(handler: Handler<V, S>, stateless: boolean): Turn =>
  async (chain, host) => {
    if (!(await takeState(chain, handler, stateless, host))) return;
    const entries = await loadReferences(chain, host);
    const group = new HandlerGroup(handler, chain, host, stateless);
    for (const entry of entries) {
      if (host.leaving || group.full) break;
      if (!(await group.add(entry))) return;
    }
    await group.settle();
  };
