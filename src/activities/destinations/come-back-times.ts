/** The most batches that come back in a second: each is an activity, and the engine has other work. */
const PER_SECOND = 100;
/** Beyond this spread, batches come closer together instead of later. */
const LONGEST_SPREAD_MS = 60_000;
/** The least wait, used while probes are under way and the time depends on their answers. */
const LEAST_MS = 1_000;

interface Appointment {
  readonly period: number;
  readonly at: number;
}

/**
 * When keys that wait for a breaker may ask again: one after another, so that they do not all reach the receiver and
 * the engine at once. What was in one batch comes back in one batch.
 */
export class ComeBackTimes {
  private next = -Infinity;
  private readonly appointments = new WeakMap<object, Appointment>();

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly random: () => number = Math.random,
  ) {}

  /** Milliseconds to wait. `period` changes whenever the breaker opens; `closedForMs` is how long it stays so. */
  inMs(batch: object, period: number, closedForMs: number): number {
    const now = this.now();
    const known = this.appointments.get(batch);
    if (known?.period === period && known.at > now) return Math.ceil(known.at - now);
    const earliest = now + Math.max(LEAST_MS, closedForMs);
    this.next = Math.max(this.next, earliest) + 1_000 / PER_SECOND;
    const slot = Math.min(this.next, earliest + LONGEST_SPREAD_MS);
    const at = slot + this.random() * LEAST_MS;
    this.appointments.set(batch, { period, at });
    return Math.ceil(at - now);
  }
}
