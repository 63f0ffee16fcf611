// Runs the bridge of a route for as long as the route should run. Pausing drains the bridge, which then leaves its
// group: no session or rebalance can fail while nothing is read, and anyone can see in Kafka that it has left. A route
// that fails is tried again until it is mended; meanwhile it has left its group, too.
import { setTimeout as delay } from 'node:timers/promises';
import { endsWithin } from '../async/ends-within';
import { errorText, type GatewayError } from '../errors';
import { hostingChanged } from './hosting-changed';
import type { Log } from '../log';
import { isStopped, OBEYED_WITHIN_MS, segmentsOf, type RouteControl } from '../model/routes/route-control';
import type { ReplaySegment } from '../model/routes/route-replay';
import type { RouteControlStore } from '../temporal/route-control-store';
import { reportLeftOut } from './report-left-out';
import type { RouteBridge } from './route-bridge';
import { routeState, type RoutePhase, type RouteState } from './route-phase';
import type { RouteTrouble } from './route-trouble';

const LOOK_EVERY_MS = 2_000;
/** How often a bridge asks while it has partitions that it may not read until it knows the replays. */
const ASK_EVERY_MS = 500;
const REPORT_EVERY_LOOKS = 5;
/** A bridge that has had its partitions for so long reads them; what is wrong with an offset shows before. */
const SETTLED_MS = 5_000;
/** A bridge that closes at once has this long to say so. */
const TELL_END_MS = 1_000;
const NOT_REPORTED = 'the number of left-out records could not be reported';

export interface RouteRunnerDeps {
  readonly route: string;
  /** How this bridge would host keys. */
  readonly lanes: number;
  readonly control: Pick<RouteControlStore, 'read' | 'send'>;
  readonly trouble: RouteTrouble;
  readonly log: Log;
  /** Makes what the route needs anew, since it may have changed while none ran. @throws what keeps the route from it. */
  makeBridge(
    segments: () => Promise<readonly ReplaySegment[]>,
    onFailed: (error: GatewayError) => void,
  ): Promise<RouteBridge>;
}

export class RouteRunner {
  /** Only `enter` writes it. */
  private phase: RoutePhase = { kind: 'none' };
  /** The revision that was last obeyed. */
  private obeyed: number | undefined;
  /** The time at which the last obeyed look began. */
  private lookedAt: number | undefined;
  private readonly stopping = new AbortController();
  private watching: Promise<void> = Promise.resolve();
  private readonly started: Promise<void>;
  private markStarted: () => void = () => undefined;

  constructor(private readonly deps: RouteRunnerDeps) {
    this.started = new Promise((resolve) => {
      this.markStarted = resolve;
    });
  }

  get state(): RouteState {
    return routeState(this.phase, { failed: this.failure !== undefined, stopped: this.stopping.signal.aborted });
  }

  /** False if the route may have been told to stop since the last look: nothing may be sent before looking again. */
  get informed(): boolean {
    return this.lookedAt !== undefined && Date.now() - this.lookedAt < OBEYED_WITHIN_MS;
  }

  /** Why the route does not run now; undefined if nothing is known to keep it. */
  get failure(): GatewayError | undefined {
    return this.deps.trouble.error;
  }

  /** Resolves once the first assignment is known, or the route is paused, or it has failed for the first time. */
  async start(): Promise<void> {
    this.watching = this.watch();
    await this.started;
  }

  async drain(): Promise<void> {
    this.stop();
    await this.bridge?.drain();
    await this.watching;
    await this.attempt(() => this.report(), NOT_REPORTED);
    await this.tellEnd();
  }

  async close(): Promise<void> {
    this.stop();
    await this.bridge?.close();
    await this.watching;
    await endsWithin(this.tellEnd(), TELL_END_MS);
  }

  /** Nobody else can tell that the failure of this bridge no longer counts. */
  private tellEnd(): Promise<void> {
    const { trouble } = this.deps;
    trouble.forget();
    return this.attempt(() => trouble.tell(), 'the control workflow of the route does not know that its bridge ends');
  }

  /** It can be reached until it has ended: who closes the route need not wait for a drain. */
  get bridge(): RouteBridge | undefined {
    return 'bridge' in this.phase ? this.phase.bridge : undefined;
  }

  private enter(phase: RoutePhase): void {
    this.phase = phase;
  }

  private stop(): void {
    this.stopping.abort();
    this.markStarted();
  }

  private async watch(): Promise<void> {
    let reachable = true;
    for (let look = 1; ; look += 1) {
      try {
        await this.look();
        if (look % REPORT_EVERY_LOOKS === 0) await this.report();
        reachable = true;
      } catch (error) {
        // What was last wanted stays in force; without Temporal nothing is accepted anyway.
        if (reachable)
          this.deps.log.warn(
            { route: this.deps.route, error: errorText(error) },
            'the control workflow of the route could not be read',
          );
        reachable = false;
      }
      if (!(await this.pause(LOOK_EVERY_MS))) return;
    }
  }

  private async look(): Promise<void> {
    const at = Date.now();
    if (this.phase.kind === 'broken' || this.phase.kind === 'dropping') await this.dropBridge('close');
    const control = await this.deps.control.read();
    await this.obey(control, at);
    const { phase } = this;
    if (phase.kind === 'running' && at - phase.since >= SETTLED_MS) this.deps.trouble.mended();
    await this.deps.trouble.tell(control.failures);
  }

  private async obey(control: RouteControl, at: number): Promise<void> {
    // The bridge itself asks for segments in between, so an answer may arrive late.
    const { obeyed = control.revision } = this;
    if (this.stopping.signal.aborted || control.revision < obeyed) return;
    const changed = hostingChanged(this.deps, control);
    if (changed !== undefined) return this.refuse(changed);
    this.lookedAt = at;
    if (isStopped(control)) await this.rest();
    else if (this.bridge === undefined) await this.run();
    else if (control.revision > obeyed) this.bridge.relabel(segmentsOf(control));
    this.obeyed = control.revision;
  }

  /** The keys are now hosted otherwise: records still queued here must not go to their old workflows. */
  private async refuse(changed: GatewayError): Promise<void> {
    this.lookedAt = undefined;
    await this.dropBridge('close');
    if (this.deps.trouble.mayTry) this.fail(changed);
  }

  private async rest(): Promise<void> {
    const { route, log, trouble } = this.deps;
    await this.dropBridge('drain');
    trouble.forget();
    if (this.phase.kind !== 'paused') log.info({ route }, 'route is paused');
    this.enter({ kind: 'paused' });
    this.markStarted();
  }

  private async run(): Promise<void> {
    const { deps, stopping } = this;
    if (!deps.trouble.mayTry) return;
    this.enter({ kind: 'none' });
    let bridge: RouteBridge | undefined;
    const failed = (error: unknown): void => {
      if (this.bridge !== bridge || this.phase.kind === 'dropping' || stopping.signal.aborted) return;
      if (bridge !== undefined) this.enter({ kind: 'broken', bridge });
      this.fail(error);
    };
    try {
      bridge = await deps.makeBridge(() => this.segments(), failed);
    } catch (error) {
      failed(error);
      return;
    }
    if (stopping.signal.aborted) return bridge.close();
    this.enter({ kind: 'starting', bridge });
    // This is not awaited: a join lasts as long as Kafka is away, and the route must hear of a pause meanwhile.
    bridge.start().then(() => {
      if (this.phase.kind === 'starting' && this.bridge === bridge)
        this.enter({ kind: 'running', bridge, since: Date.now() });
      this.markStarted();
    }, failed);
  }

  private fail(error: unknown): void {
    this.deps.trouble.failed(error);
    this.markStarted();
  }

  private async dropBridge(how: 'drain' | 'close'): Promise<void> {
    const { bridge } = this;
    if (bridge === undefined) return;
    this.enter({ kind: 'dropping', bridge });
    await bridge[how]();
    await this.attempt(() => this.report(), NOT_REPORTED);
    this.enter({ kind: 'none' });
  }

  /** Returns the current segments: a bridge asks right after partitions were assigned to it. */
  private async segments(): Promise<readonly ReplaySegment[]> {
    for (;;) {
      try {
        return segmentsOf(await this.deps.control.read());
      } catch (error) {
        const { route, log } = this.deps;
        log.warn({ route, error: errorText(error) }, 'the replays of the route are not known yet; asking again');
      }
      // Without an answer no record may be read: the wrong label would pass it off as one that came before.
      if (!(await this.pause(ASK_EVERY_MS))) return new Promise(() => undefined);
    }
  }

  private async report(): Promise<void> {
    if (this.bridge !== undefined) await reportLeftOut(this.deps, this.bridge.takeLeftOut());
  }

  private async attempt(work: () => Promise<void>, otherwise: string): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.deps.log.warn({ route: this.deps.route, error: errorText(error) }, otherwise);
    }
  }

  /** Returns false if the runner is told to stop. */
  private async pause(ms: number): Promise<boolean> {
    try {
      await delay(ms, undefined, { signal: this.stopping.signal });
    } catch {
      // The wait was aborted; the return value says so.
    }
    return !this.stopping.signal.aborted;
  }
}
