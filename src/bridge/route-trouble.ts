// What keeps a bridge from running its route: when to try again, and who is told. The log is told at once, the control
// workflow at the next look; it passes it on to `sluice status`.
import { jittered } from '../async/jittered';
import { errorText, GatewayError } from '../errors';
import type { Log } from '../log';
import { TOLD_EVERY_MS, type RouteFailure } from '../model/routes/route-failures';
import type { RouteControlStore } from '../temporal/route-control-store';

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

export interface RouteTroubleDeps {
  readonly route: string;
  readonly topics: readonly string[];
  readonly groupId: string;
  /** Process and host. */
  readonly bridge: string;
  readonly control: Pick<RouteControlStore, 'send'>;
  readonly log: Log;
  /** True if the process ends because of the failure that has come now; it then says itself why. */
  endsProcess(): boolean;
}

interface Failure {
  readonly error: GatewayError;
  readonly since: string;
  readonly attempts: number;
}

export class RouteTrouble {
  private failure: Failure | undefined;
  private retryAt = 0;
  /** When the control workflow was last told of the present failure. */
  private reportedAt: number | undefined;
  private reported = false;

  constructor(private readonly deps: RouteTroubleDeps) {}

  get error(): GatewayError | undefined {
    return this.failure?.error;
  }

  /** False while the route waits for its next try. */
  get mayTry(): boolean {
    return Date.now() >= this.retryAt;
  }

  failed(thrown: unknown): void {
    const { route, topics, groupId, log } = this.deps;
    const before = this.failure;
    const error = gatewayError(thrown, route);
    const attempts = (before?.attempts ?? 0) + 1;
    const pauseMs = Math.round(jittered(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 10))));
    this.failure = { error, since: before?.since ?? new Date().toISOString(), attempts };
    this.retryAt = Date.now() + pauseMs;
    const isNews = before?.error.message !== error.message;
    if (isNews) this.reportedAt = undefined;
    if (this.deps.endsProcess()) return;
    log[isNews ? 'error' : 'warn'](
      { route, topics, groupId, code: error.code, attempts, pauseMs },
      `the route has failed and is tried again after a pause; other routes go on: ${error.message}`,
    );
  }

  mended(): void {
    const { failure } = this;
    const { route, log } = this.deps;
    this.forget();
    if (failure !== undefined) log.info({ route, attempts: failure.attempts }, 'the route works again');
  }

  /** The route need not run any more. */
  forget(): void {
    this.failure = undefined;
    this.retryAt = 0;
    this.reportedAt = undefined;
  }

  /**
   * Tells the control workflow what it should know by now. `known` is what it knows: an earlier process of the same name
   * may have failed and been killed. @throws whatever the Temporal client throws.
   */
  async tell(known: readonly RouteFailure[] = []): Promise<void> {
    const { failure } = this;
    const { route, topics, groupId, bridge, control } = this.deps;
    if (failure === undefined) {
      if (!this.reported && known.every((one) => one.bridge !== bridge)) return;
      await control.send({ kind: 'mended', bridge });
      this.reported = false;
      return;
    }
    const at = Date.now();
    if (this.reportedAt !== undefined && at - this.reportedAt < TOLD_EVERY_MS) return;
    const { error, since } = failure;
    const message = `Route ${route} (${topics.join(', ')}; group ${groupId}): ${error.message}`;
    // Set first: if the answer is lost, the command may have been recorded.
    this.reported = true;
    await control.send({ kind: 'failed', bridge, code: error.code, message, since });
    this.reportedAt = at;
  }
}

const gatewayError = (thrown: unknown, route: string): GatewayError => {
  const { name, code } = thrown as { readonly name?: unknown; readonly code?: unknown };
  if (name === 'GatewayError' && typeof code === 'string') return thrown as GatewayError;
  const message = `The bridge of route ${route} could not start: ${errorText(thrown)}`;
  return new GatewayError('kafka-crashed', message, { cause: thrown, retryable: true });
};
