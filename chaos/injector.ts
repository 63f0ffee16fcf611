import { setTimeout as delay } from 'node:timers/promises';
import type { Progress } from '../src/engines';
import { errorText } from '../src/errors';
import { disturbed, type Disturbance } from './disturbed';
import { FAULTS, type FaultName } from './fault';
import type { FaultFact, ReplayFact } from './facts';
import { readTopic } from './gather-facts';
import { Operator } from './operator';
import { OutageWatch } from './outage-watch';
import { pick } from './pick';
import { REPLAYED, ROUTES } from './route-names';
import type { TimedFault } from './schedule';
import type { GatewayPart, World } from './world';

const STORM_STAY_MS = 700;
/** After these keys may be parked. */
const PARKING: ReadonlySet<string> = new Set<FaultName>(['park-keys', 'api-unreadable']);

type Act = (fault: TimedFault) => { readonly target: string; readonly run: () => Promise<void> };

/** Does what the schedule says. Faults of the same target wait for each other. */
export class Injector {
  readonly faults: FaultFact[] = [];
  readonly outages: OutageWatch;
  readonly replays: ReplayFact[] = [];
  /** Faults that could not be injected, in words. */
  readonly failures: string[] = [];
  kills = 0;
  private readonly turns = new Map<string, Promise<void>>();
  private readonly operator: Operator;

  constructor(
    private readonly world: World,
    private readonly say: Progress,
    private readonly signal: AbortSignal,
  ) {
    this.operator = new Operator(world, signal);
    this.outages = new OutageWatch(world.kafka);
  }

  /** Resolves when the last fault is over and everything runs again. */
  async run(schedule: readonly TimedFault[], startedAt: number): Promise<void> {
    await Promise.all(
      schedule.map(async (fault) => {
        await delay(Math.max(0, startedAt + fault.atMs - Date.now()), undefined, { signal: this.signal });
        await this.inject(fault);
      }),
    );
  }

  /**
   * Releases keys that were parked after the operator had looked, because a worker reported a refusal late, or because
   * nobody knows whether their effect is done.
   */
  async help(): Promise<void> {
    if (this.faults.some(({ name }) => PARKING.has(name))) await this.operator.release();
  }

  private async inject(fault: TimedFault): Promise<void> {
    const { target, run } = this.acts[fault.name](fault);
    const before = this.turns.get(target) ?? Promise.resolve();
    const turn = before.then(async () => {
      if (this.signal.aborted) return;
      const from = Date.now();
      this.say(`${fault.name}: ${target}, ${(fault.lastsMs / 1_000).toFixed(1)} s`);
      try {
        await run();
        if (FAULTS[fault.name].kind === 'kill') this.kills += 1;
        this.faults.push({ name: fault.name, target, from, until: Date.now() });
      } catch (error) {
        this.failures.push(`${fault.name} of ${target}: ${errorText(error)}`);
      }
    });
    this.turns.set(target, turn);
    await turn;
  }

  private readonly acts: Readonly<Record<FaultName, Act>> = {
    'kill-bridge': (fault) => this.killPart(this.bridge(fault), fault),
    'kill-worker': (fault) => this.killPart(this.worker(fault), fault),
    'kill-temporal': ({ lastsMs }) => ({ target: 'temporal', run: () => this.killTemporal(lastsMs) }),
    'kill-broker': (fault) => this.killBroker(fault),
    'kill-api': (fault) => this.killPart({ part: this.world.api }, fault),
    'stop-bridge': (fault) => this.stopPart(this.bridge(fault), fault),
    'stop-worker': (fault) => this.stopPart(this.worker(fault), fault),
    'stop-temporal': ({ lastsMs }) => ({ target: 'temporal', run: () => this.stopTemporal(lastsMs) }),
    'stop-broker': (fault) => this.stopBroker(fault),
    'stop-api': (fault) => this.stopPart({ part: this.world.api }, fault),
    'cut-temporal': (fault) => this.disturb('temporal', 'cut', this.any(fault), fault),
    'stall-temporal': (fault) => this.disturb('temporal', 'stall', this.any(fault), fault),
    'slow-temporal': (fault) => this.disturb('temporal', 'slow', this.any(fault), fault),
    'cut-api': (fault) => this.disturb('api', 'cut', this.worker(fault), fault),
    'stall-api': (fault) => this.disturb('api', 'stall', this.worker(fault), fault),
    'slow-api': (fault) => this.disturb('api', 'slow', this.worker(fault), fault),
    // The API itself knows when: see api-mode.ts.
    'api-errors': (fault) => this.wait(fault),
    'api-hangs': (fault) => this.wait(fault),
    'api-lost-answers': (fault) => this.wait(fault),
    'api-wrong-length': (fault) => this.wait(fault),
    'aborted-transactions': ({ atMs }) => ({
      target: 'transactions',
      run: () => this.world.kafka.abortTransactions(`chaos-aborted-${atMs}`),
    }),
    'add-partitions': (fault) => {
      const route = this.route(fault);
      return { target: `topic ${route}`, run: () => this.world.kafka.addPartition(route) };
    },
    'rebalance-storm': (fault) => this.storm(fault),
    'cut-kafka': (fault) => this.disturbKafka('cut', fault),
    'stall-kafka': (fault) => this.disturbKafka('stall', fault),
    'slow-kafka': (fault) => this.disturbKafka('slow', fault),
    'park-keys': (fault) => this.parkKeys(fault),
    replay: (fault) => this.replay(fault),
    'recreate-topic': (fault) => this.recreateTopic(fault),
    'oversleep-worker': (fault) => this.stopPart(this.worker(fault), fault),
    'api-unreadable': (fault) => this.wait(fault),
    'throttle-all': (fault) => this.wait(fault),
    // The mode of the API makes it take another token; when the fault is over, the gateway gets that one.
    'rotate-secret': ({ lastsMs }) => ({ target: 'token', run: () => this.world.tellTokenAfter(lastsMs) }),
  };

  private bridge({ target }: TimedFault): GatewayPart {
    return pick(this.world.bridges, target);
  }

  private worker({ target }: TimedFault): GatewayPart {
    return pick(this.world.workers, target);
  }

  private any({ target }: TimedFault): GatewayPart {
    return pick(this.world.gatewayParts, target);
  }

  private route({ target }: TimedFault): string {
    return pick(ROUTES, target);
  }

  private killPart({ part }: Pick<GatewayPart, 'part'>, { lastsMs }: TimedFault): ReturnType<Act> {
    const run = async (): Promise<void> => {
      await part.kill();
      await delay(lastsMs);
      if (!this.signal.aborted) part.start();
    };
    return { target: part.name, run };
  }

  private stopPart({ part }: Pick<GatewayPart, 'part'>, { lastsMs }: TimedFault): ReturnType<Act> {
    const run = async (): Promise<void> => {
      part.suspend();
      await delay(lastsMs);
      part.resume();
    };
    return { target: part.name, run };
  }

  private killBroker({ target, lastsMs }: TimedFault): ReturnType<Act> {
    const broker = pick(this.world.engines.brokers, target);
    const run = async (): Promise<void> => {
      await broker.kill();
      await delay(lastsMs);
      if (!this.signal.aborted) await broker.restart();
    };
    // One at a time: a majority of controllers must live, or no leader changes.
    return { target: 'a broker', run };
  }

  private stopBroker({ target, lastsMs }: TimedFault): ReturnType<Act> {
    const broker = pick(this.world.engines.brokers, target);
    const run = async (): Promise<void> => {
      broker.suspend();
      await delay(lastsMs);
      broker.resume();
    };
    return { target: 'a broker', run };
  }

  private async killTemporal(lastsMs: number): Promise<void> {
    const { temporal } = this.world.engines;
    await temporal.kill();
    await this.outages.during(lastsMs);
    if (!this.signal.aborted) await temporal.restart();
  }

  private async stopTemporal(lastsMs: number): Promise<void> {
    const { temporal } = this.world.engines;
    temporal.suspend();
    await this.outages.during(lastsMs);
    temporal.resume();
  }

  private disturb(
    side: 'temporal' | 'api',
    how: Disturbance,
    gatewayPart: GatewayPart,
    { lastsMs }: TimedFault,
  ): ReturnType<Act> {
    return {
      target: `${side} of ${gatewayPart.part.name}`,
      run: () => disturbed(gatewayPart[side], how, lastsMs),
    };
  }

  private disturbKafka(how: Disturbance, { target, lastsMs }: TimedFault): ReturnType<Act> {
    const { kafkaProxies } = this.world.engines;
    const run = (): Promise<void> => disturbed(pick(kafkaProxies, target), how, lastsMs);
    return { target: `links to broker ${(target % kafkaProxies.length) + 1}`, run };
  }

  private wait({ lastsMs }: TimedFault): ReturnType<Act> {
    return { target: 'answers of the api', run: () => delay(lastsMs) };
  }

  /** Waits while the mode of the API makes it refuse, then releases the parked keys. */
  private parkKeys({ lastsMs }: TimedFault): ReturnType<Act> {
    const run = async (): Promise<void> => {
      await delay(lastsMs);
      await this.operator.release();
    };
    return { target: 'keys', run };
  }

  private replay({ target, lastsMs }: TimedFault): ReturnType<Act> {
    const route = pick(REPLAYED, target);
    const run = async (): Promise<void> => {
      const replayed = await this.operator.replay(route, new Date(Date.now() - lastsMs));
      if (replayed.length === 0) this.say(`replay: ${route} had nothing to replay, or another one under way`);
      this.replays.push(...replayed);
    };
    return { target: `topic ${route}`, run };
  }

  private recreateTopic(fault: TimedFault): ReturnType<Act> {
    const route = this.route(fault);
    const run = (): Promise<void> =>
      this.world.kafka.recreate(route, () => readTopic(this.world, route), fault.lastsMs);
    return { target: `topic ${route}`, run };
  }

  private storm(fault: TimedFault): ReturnType<Act> {
    const route = this.route(fault);
    const run = async (): Promise<void> => {
      const until = Date.now() + fault.lastsMs;
      while (Date.now() < until && !this.signal.aborted) await this.world.kafka.joinAndLeave(route, STORM_STAY_MS);
    };
    return { target: `group of ${route}`, run };
  }
}
