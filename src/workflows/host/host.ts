// The workflow around the chains: one signal handler that deduplicates records and pushes them, one coroutine for each
// chain that has work, and a main loop that only waits for the moment to continue as new.
//
// I3  accept() advances the watermark and fills the inbox in one synchronous step of the signal handler.
// I7  carry() and continueAsNew() run in one synchronous step: a signal that the server has acknowledged is either in
//     the inbox that is carried, or the server refuses to close this run (UnhandledCommand) and the step is repeated.
import { CancellationScope } from '@temporalio/workflow';
import type * as contract from '../../model/contract/contract';
import type { Stream, WireRecord } from '../../model/contract/record';
import { Watermarks } from '../../model/positions/watermarks';
import { aloneChain } from '../chain/alone-chain';
import type { Chain } from '../chain/chain';
import { countAcceptance, NO_COUNTS, type MutableCounters } from './counters';
import { continueOnCurrentBuild } from './continue-on-current-build';
import { compactCarried, expandCarried } from './compact-carried';
import { EffectCombiner } from '../batching/effect-combiner';
import { EffectLedger } from '../chain/effect-ledger';
import { Handover } from './handover';
import { ChainTally } from '../chain/chain-tally';
import { HostCallbacks } from './host-callbacks';
import { HostedChains } from './hosted-chains';
import { registerCommands, type CommandHost } from './host-commands';
import { registerQueries } from './host-queries';
import { InlineBudget } from '../inbox/inbox';
import { untilTimeToLeave, untilTurnsEnded } from './leaving';
import { listedChains } from './listed-chains';
import { asPlainError } from './plain-error';
import { PublishCombiner } from '../batching/publish-combiner';
import { Redrives } from './redrives';
import { Retirement, type RetiringHost } from './retirement';
import { RetryWaits } from '../chain/retry-waits';
import { RunLength } from './run-length';
import { RunningHandlers } from '../turn/running-handlers';
import { Sequence } from './sequence';
import { showDetails, showSearchStatus, SHOWN_CHAINS } from './show-status';
import { ToldCounters } from './told-counters';
import type { Turn, TurnHost } from '../turn/turn-host';

export class Host implements TurnHost, RetiringHost {
  readonly gateway: string;
  readonly route: string;
  readonly effects: EffectCombiner;
  readonly publishes: PublishCombiner;
  readonly ledger: EffectLedger;
  readonly handlers = new RunningHandlers();
  leaving = false;
  private readonly hosting: contract.Hosting;
  private readonly watermarks: Watermarks;
  private readonly chains: HostedChains;
  private readonly budget = new InlineBudget();
  private readonly waits = new RetryWaits();
  private readonly tally = new ChainTally<Chain>((chain) => {
    this.waits.blockChanged(chain);
    for (const waiter of chain.callbacks.awaited) this.waits.wake(waiter);
  });
  private readonly counters: MutableCounters;
  private readonly told: ToldCounters;
  private readonly handover: Handover;
  private readonly redrives: Redrives;
  private readonly callbacks: HostCallbacks;
  private readonly retirement: Retirement;
  private readonly sequence: Sequence;
  private turning = 0;
  private readonly length = new RunLength();
  /** True when something has happened since the details were last shown. */
  private unshown = false;
  private readonly commandHost: CommandHost = {
    budget: this.budget,
    chain: (id) => this.chains.all.get(id),
    hosts: () => this.chains,
    wake: this.wake.bind(this),
    handlerAtRest: this.handlers.atRest.bind(this.handlers),
    show: this.show.bind(this),
    skipped: this.rejected.bind(this, 'skip', 1),
  };
  private fault: { readonly error: unknown } | undefined;

  constructor(
    private readonly input: contract.HostInput,
    private readonly turn: Turn,
  ) {
    const carried = input.carried && expandCarried(input.carried);
    ({ gateway: this.gateway, route: this.route, hosting: this.hosting } = input);
    this.sequence = new Sequence(input);
    this.effects = new EffectCombiner(input, this.sequence, () => this.handover.signals);
    this.publishes = new PublishCombiner(input, this.effects.taskBytes);
    this.ledger = new EffectLedger(carried?.ledger);
    this.watermarks = new Watermarks(carried?.watermarks);
    this.counters = { ...NO_COUNTS, ...carried?.counters }; // a stranger who begins a run may carry only some
    this.told = new ToldCounters(this.counters);
    this.callbacks = new HostCallbacks(this.commandHost, carried?.takenCallbacks);
    this.chains = new HostedChains(input, this.budget, this.tally, this.callbacks.room, carried?.chains);
    // The new run starts with empty details, so it must show what the last one left parked, paused or retrying.
    this.unshown = this.tally.searchable().status !== undefined;
    this.retirement = new Retirement(input, this, carried);
    const listeners = [this.retirement, this.sequence, this.effects.atOnce];
    this.handover = new Handover(input, this.accept.bind(this), listeners, this.counters);
    this.redrives = new Redrives(carried?.redriven);
    this.registerHandlers();
  }

  /** A run continues as new or retires. A cancel request must not end it, or accepted records would be lost (I7). */
  async run(): Promise<void> {
    return CancellationScope.nonCancellable(async () => {
      if (this.handover.pending) this.show();
      this.handover.finish().catch((error: unknown) => (this.fault ??= { error }));
      this.retirement.run().catch((error: unknown) => (this.fault ??= { error }));
      this.resume();
      const shownAnd = (holds: () => boolean) => (): boolean =>
        this.detailsShown() && (this.fault !== undefined || holds());
      const full = shownAnd(() => this.retirement.shelved || this.length.isFull(this.handover.signals));
      await untilTimeToLeave(this.handlers, full);
      this.leaving = true;
      this.waits.wakeAll();
      const ended = shownAnd(() => this.turning === 0 && this.retirement.decided && !this.effects.atOnce.pending);
      await untilTurnsEnded(this.handlers, ended);
      if (this.fault !== undefined) throw asPlainError(this.fault.error);
      if (await this.retirement.completes()) return;
      return continueOnCurrentBuild(this.next());
    });
  }

  nextSequence(): number {
    return this.sequence.next();
  }

  leaveSoon(): void {
    this.length.end();
  }

  settled(count: number): void {
    this.counters.settled += count;
  }

  rejected(action: 'dead-letter' | 'skip', count: number): void {
    if (action === 'skip') this.counters.skipped += count;
    else this.counters.deadLettered = (this.counters.deadLettered ?? 0) + count;
  }

  awaitRetry(chain: Chain): Promise<void> {
    if (chain.block?.kind === 'retrying') this.show();
    return this.waits.forRetry(chain, () => this.leaving);
  }

  async sleepUntil(waiter: object, time: number): Promise<void> {
    this.show();
    if (!this.leaving) await this.waits.until(waiter, time);
  }

  endSleep(waiter: object): void {
    this.waits.wake(waiter);
  }

  get idle(): boolean {
    return !this.leaving && this.turning === 0 && this.handover.complete && this.chains.idle;
  }

  next(): contract.HostInput {
    const { handover, publishes, retirement } = this;
    return { ...handover.continued(this.input), ...publishes.writers, ...retirement.known, carried: this.carry() };
  }

  resume(): void {
    for (const chain of this.chains.all.values()) this.wake(chain);
  }

  private registerHandlers(): void {
    const { chains, ledger, hosting, counters } = this;
    this.handover.listen();
    registerQueries({ chains: chains.all, ledger, status: () => this.status(), carry: () => this.carry() });
    for (const part of [this.length, this.waits]) part.listen();
    registerCommands(this.commandHost);
    this.callbacks.listen();
    this.redrives.listen({ hosting, chains, counters, wake: this.wake.bind(this) });
  }

  private accept(stream: Stream, record: WireRecord): void {
    this.length.records += 1;
    this.retirement.restartQuiet();
    if (!countAcceptance(this.counters, this.watermarks.accept(stream, record))) return;
    const chain = this.chains.push(stream, record);
    this.effects.atOnce.begins(aloneChain(chain));
    this.wake(chain);
  }

  private wake(chain: Chain): void {
    if (chain.running || chain.stopped || !this.retirement.awake) return;
    // Signal handlers run in the workflow's own scope, which a cancel request would end.
    void CancellationScope.nonCancellable(() => this.drive(chain));
  }

  /** Takes one turn after another (I4) while the chain may move. The main loop throws its faults, so none is lost. */
  private async drive(chain: Chain): Promise<void> {
    chain.beginTurns();
    this.turning += 1;
    try {
      while (this.mayTurn(chain)) {
        await this.awaitRetry(chain);
        if (!this.mayTurn(chain)) continue;
        await this.turn(chain, this);
      }
    } catch (error) {
      this.fault ??= { error };
    } finally {
      chain.endTurns();
      this.turning -= 1;
      this.waits.turnsEnded(chain);
      this.chains.forgetIdle(chain);
      this.show();
    }
  }

  /** Asked again after each wait, during which an operator may have skipped the record or the run begun to leave. */
  private mayTurn(chain: Chain): boolean {
    return !this.leaving && this.retirement.awake && chain.inbox.size > 0 && !chain.stopped;
  }

  private carry(): contract.Carried {
    return compactCarried({
      watermarks: this.watermarks.snapshot(),
      chains: Array.from(this.chains.all.values(), (chain) => chain.carry()),
      sequence: this.sequence.last,
      counters: { ...this.counters },
      ...this.handover.carry(),
      ...this.redrives.carry(),
      ...this.callbacks.carry(),
      ...this.ledger.carry(),
      ...this.retirement.carry(),
    });
  }

  private status(listed?: number): contract.HostStatus {
    const { gateway, route, hosting, counters, tally, chains } = this;
    return { gateway, route, hosting, counters: { ...counters }, ...listedChains(chains.all.values(), tally, listed) };
  }

  private show(): void {
    this.unshown = true;
    this.retirement.restartQuiet();
    showSearchStatus(this.tally.searchable(false), this.tally.searchable());
  }

  /** The main loop asks once per activation, because thousands of chains may have called `show` during it. */
  private detailsShown(): boolean {
    this.told.tell();
    if (this.unshown) showDetails(this.status(SHOWN_CHAINS));
    this.unshown = false;
    return true;
  }
}
