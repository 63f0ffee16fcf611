import { setTimeout as delay } from 'node:timers/promises';
import type { ReplayFact } from './facts';
import type { World } from './world';

const AGAIN_MS = 1_000;
const WITHIN_MS = 180_000;

interface ReplayDocument {
  readonly streams: readonly { readonly ranges: Readonly<Record<string, readonly [from: string, end: string]>> }[];
}

/** Does what a person with a command line would do. A command that fails is given again. */
export class Operator {
  constructor(
    private readonly world: World,
    private readonly signal: AbortSignal,
  ) {}

  /** Lets all parked keys try again. */
  async release(): Promise<void> {
    await this.insist(['keys', 'retry', '--all', '--yes', '--status', 'parked']);
  }

  /** Replays with new effects what was produced since. Does nothing if none of it was read yet or another runs. */
  async replay(route: string, since: Date): Promise<readonly ReplayFact[]> {
    const args = ['replay', route, '--from', since.toISOString(), '--new-effects', '--yes', '--timeout', '30s'];
    const answer = await this.insist(args, /There is nothing to replay|is under way/);
    if (answer === undefined) return [];
    const { streams } = answer as ReplayDocument;
    const generation = this.world.kafka.generationOf(route);
    return streams.flatMap(({ ranges }) =>
      Object.entries(ranges).map(([partition, [from, end]]) => ({
        route,
        generation,
        partition: Number(partition),
        from,
        end,
      })),
    );
  }

  /** Returns the document of a command; undefined if it refuses as `mayRefuse` says. */
  private async insist(args: readonly string[], mayRefuse?: RegExp): Promise<unknown> {
    for (const deadline = performance.now() + WITHIN_MS; ;) {
      try {
        return await this.world.command(args);
      } catch (error) {
        const told = String((error as { readonly stdout?: unknown }).stdout) + String(error);
        if (mayRefuse?.test(told) === true) return undefined;
        if (performance.now() > deadline) throw error;
      }
      await delay(AGAIN_MS, undefined, { signal: this.signal });
    }
  }
}
