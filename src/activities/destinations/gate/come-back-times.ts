/** The most batches that come back in a second: each is an activity, and the engine has other work. */
const PER_SECOND = 100;
/** The same of those that are woken when the destination is well again: until then they would ask in vain. */
const ASLEEP_PER_SECOND = 5;
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
  private period = -1;
  /** How many batches have been told to come back in this period. */
  private told = 0;
  private readonly appointments = new WeakMap<object, Appointment>();

  /** `scouts`: how many come back as soon as they may, whoever else is woken later. */
  constructor(
    private readonly scouts = 0,
    private readonly now: () => number = () => performance.now(),
    private readonly random: () => number = Math.random,
  ) {}

  /**
   * Milliseconds to wait. `period` changes whenever the breaker opens; `closedForMs` is how long it stays so. `asleep`
   * says that the batch is woken when the destination is well again.
   */
  inMs(batch: object, period: number, closedForMs: number, asleep = false): number {
    const now = this.now();
    const known = this.appointments.get(batch);
    if (known?.period === period && known.at > now) return Math.ceil(known.at - now);
    const earliest = now + Math.max(LEAST_MS, closedForMs);
    const at = this.slot(period, earliest, asleep) + this.random() * LEAST_MS;
    this.appointments.set(batch, { period, at });
    return Math.ceil(at - now);
  }

  private slot(period: number, earliest: number, asleep: boolean): number {
    if (this.period !== period) this.told = 0;
    this.period = period;
    this.told += 1;
    if (asleep && this.told <= this.scouts) return earliest + (1_000 / PER_SECOND) * this.told;
    const apart = 1_000 / (asleep ? ASLEEP_PER_SECOND : PER_SECOND);
    this.next = Math.min(Math.max(this.next, earliest) + apart, earliest + LONGEST_SPREAD_MS);
    return this.next;
  }
}
