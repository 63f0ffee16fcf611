import { setTimeout as delay } from 'node:timers/promises';
import { GatewayError, errorText } from '../errors';
import type { Log } from '../log';
import type { RouteBridge } from './route-bridge';

const FIRST_REBUILD_MS = 500;
const LONGEST_REBUILD_MS = 15_000;
/** A bridge that ran this long was well; the next rebuild starts quickly again. */
const WELL_AFTER_MS = 60_000;

/** Makes a bridge that reports its end to `onFailed`. */
export type RouteBridgeFactory = (onFailed: (error: Error) => void) => RouteBridge;

/**
 * Keeps the bridge of one route alive. kafkajs ends some crashes without a restart; a consumer that is gone while its
 * process lives on would be the worst of all failures, so it is built anew, or the gateway ends.
 */
export class RouteSupervisor {
  private bridge: RouteBridge | undefined;
  private ended = false;
  private failures = 0;
  private startedAt = 0;
  private readonly closing = new AbortController();

  constructor(
    private readonly create: RouteBridgeFactory,
    private readonly log: Log,
    private readonly onFailed: (error: GatewayError) => void,
  ) {}

  /** @throws GatewayError when the first start fails: that is told at once, not tried for ever. */
  async start(): Promise<void> {
    this.startedAt = Date.now();
    const bridge = this.create((error) => void this.failed(bridge, error));
    this.bridge = bridge;
    await bridge.start();
  }

  async drain(): Promise<void> {
    this.end();
    await this.bridge?.drain();
  }

  async close(): Promise<void> {
    this.end();
    await this.bridge?.close();
  }

  private end(): void {
    this.ended = true;
    this.closing.abort();
  }

  private async failed(bridge: RouteBridge | undefined, cause: Error): Promise<void> {
    if (this.ended || bridge === undefined || bridge !== this.bridge) return;
    const error = asGatewayError(cause);
    await this.closeQuietly(bridge);
    if (!error.retryable) {
      this.ended = true;
      this.onFailed(error);
      return;
    }
    this.failures = Date.now() - this.startedAt > WELL_AFTER_MS ? 1 : this.failures + 1;
    const delayMs = Math.min(LONGEST_REBUILD_MS, FIRST_REBUILD_MS * 2 ** (this.failures - 1));
    this.log.warn({ code: error.code, error: error.message, delayMs }, 'consumer ended, building a new one');
    try {
      await delay(delayMs, undefined, { signal: this.closing.signal });
      await this.start();
    } catch (startError) {
      await this.failed(this.bridge, asError(startError));
    }
  }

  private async closeQuietly(bridge: RouteBridge): Promise<void> {
    try {
      await bridge.close();
    } catch (error) {
      // It has failed already; what matters is that the new one starts.
      this.log.debug({ error: errorText(error) }, 'closing a failed consumer');
    }
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Errors of other realms and of kafkajs included; what is not ours is a crash that a new consumer may cure. */
const asGatewayError = (error: Error): GatewayError => {
  const { code, retryable } = error as Partial<GatewayError>;
  if (error.name === 'GatewayError' && code !== undefined && retryable !== undefined)
    return new GatewayError(code, error.message, { retryable, cause: error });
  return new GatewayError('kafka-crashed', `The Kafka consumer ended: ${error.message}`, {
    cause: error,
    retryable: true,
  });
};
