// Runs the bridge of a route for as long as the route should run. Pausing drains the bridge, which then leaves its
// group: no session or rebalance can fail while nothing is read, and anyone can see in Kafka that it has left.
import { setTimeout as delay } from 'node:timers/promises';
import { errorText, type GatewayError } from '../errors';
import { hostingChanged } from './hosting-changed';
import type { Log } from '../log';
import {
  isStopped,
  OBEYED_WITHIN_MS,
  segmentsOf,
  TAKEN_BEFORE,
  type ReplaySegment,
  type RouteControl,
} from '../model/route-control';
import type { RouteControlStore } from '../temporal/route-control-store';
import type { RouteBridge } from './route-bridge';

const LOOK_EVERY_MS = 2_000;
/** How often a bridge asks while it has partitions that it may not read until it knows the replays. */
const ASK_EVERY_MS = 500;
const REPORT_EVERY_LOOKS = 5;

export interface RouteRunnerDeps {
  readonly route: string;
  /** How this bridge would host keys. */
  readonly lanes: number;
  readonly control: Pick<RouteControlStore, 'read' | 'send'>;
  readonly log: Log;
  makeBridge(segments: () => Promise<readonly ReplaySegment[]>): RouteBridge;
  onFailed(error: GatewayError): void;
}

export class RouteRunner {
  private bridge: RouteBridge | undefined;
  /** The revision that was last obeyed. */
  private obeyed: number | undefined;
  /** The time at which the last obeyed look began. */
  private lookedAt: number | undefined;
  private readonly stopping = new AbortController();
  private watching: Promise<void> = Promise.resolve();

  constructor(private readonly deps: RouteRunnerDeps) {}

  /** Signal calls that have no answer yet. */
  get signalsUnderWay(): number {
    return this.bridge?.signalsUnderWay ?? 0;
  }

  /** False if the route may have been told to stop since the last look: nothing may be sent before looking again. */
  get informed(): boolean {
    return this.lookedAt !== undefined && Date.now() - this.lookedAt < OBEYED_WITHIN_MS;
  }

  /** Resolves once the first assignment is known or the route is paused. @throws GatewayError `hosting-changed` */
  async start(): Promise<void> {
    await this.look();
    this.watching = this.watch();
  }

  async drain(): Promise<void> {
    this.stopping.abort();
    await this.bridge?.drain();
    await this.watching;
    await this.report().catch((error: unknown) => {
      this.deps.log.warn(
        { route: this.deps.route, error: errorText(error) },
        'the number of left-out records could not be reported',
      );
    });
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.bridge?.close();
    await this.watching;
  }

  private async watch(): Promise<void> {
    let reachable = true;
    for (let look = 1; await this.pause(LOOK_EVERY_MS); look += 1) {
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
    }
  }

  private async look(): Promise<void> {
    const at = Date.now();
    await this.obey(await this.deps.control.read(), at);
  }

  private async obey(control: RouteControl, at: number): Promise<void> {
    // The bridge itself asks for segments in between, so an answer may arrive late.
    const { obeyed = control.revision } = this;
    if (this.stopping.signal.aborted || control.revision < obeyed) return;
    const changed = hostingChanged(this.deps, control);
    if (changed !== undefined) return this.refuse(changed);
    this.lookedAt = at;
    if (isStopped(control)) await this.stop();
    else if (this.bridge === undefined) await this.run();
    else if (control.revision > obeyed) this.bridge.relabel(segmentsOf(control));
    this.obeyed = control.revision;
  }

  /** The keys are now hosted otherwise: records still queued here must not go to their old workflows. */
  private async refuse(changed: GatewayError): Promise<void> {
    if (this.obeyed === undefined) throw changed;
    this.stopping.abort();
    await this.bridge?.close();
    this.deps.onFailed(changed);
  }

  private async stop(): Promise<void> {
    const { bridge } = this;
    const { route, log } = this.deps;
    if (bridge !== undefined) {
      await bridge.drain();
      await this.report();
      this.bridge = undefined;
    } else if (this.obeyed !== undefined) {
      return;
    }
    log.info({ route }, 'route is paused');
  }

  private async run(): Promise<void> {
    const { deps, stopping } = this;
    const bridge = deps.makeBridge(() => this.segments());
    this.bridge = bridge;
    const first = this.obeyed === undefined;
    try {
      await bridge.start();
    } catch (error) {
      if (stopping.signal.aborted) return;
      if (first) throw error;
      deps.onFailed(error as GatewayError);
    }
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
    for (const [replay, records] of this.bridge?.takeLeftOut() ?? []) {
      const { route, control, log } = this.deps;
      if (replay === TAKEN_BEFORE) {
        log.warn(
          { route, records },
          'records that were taken in before the route was rehosted were read again and left out',
        );
        continue;
      }
      log.info({ route, replay, records }, 'records of other keys were left out of a replay');
      await control.send({ kind: 'replay-left-out', replay, records });
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
