// How the devices misbehave, so that one can watch what the gateway makes of it.

export interface MoodSettings {
  /** Wait before each answer, in milliseconds. @default 0 */
  readonly latencyMs: number;
  /** Share of calls that fail with 503, from 0 to 1. @default 0 */
  readonly failRate: number;
  /** `Retry-After` of those, in seconds; 0 sends none. @default 0 */
  readonly retryAfterSeconds: number;
  /** Share of event pages that begin with events that were read before, and lead back. @default 0 */
  readonly repeatRate: number;
  /** Share of commands that are done and then lose their connection: the caller cannot know. @default 0 */
  readonly hangUpRate: number;
}

const GOOD: MoodSettings = { latencyMs: 0, failRate: 0, retryAfterSeconds: 0, repeatRate: 0, hangUpRate: 0 };

const LARGEST: Readonly<Record<keyof MoodSettings, number>> = {
  latencyMs: 600_000,
  failRate: 1,
  retryAfterSeconds: 3_600,
  repeatRate: 1,
  hangUpRate: 1,
};

const problemOf = (name: string, value: unknown): readonly string[] => {
  if (!Object.hasOwn(LARGEST, name)) return [`${name}: unknown; known are ${Object.keys(LARGEST).join(', ')}`];
  const largest = LARGEST[name as keyof MoodSettings];
  if (typeof value === 'number' && value >= 0 && value <= largest) return [];
  return [`${name}: expected a number from 0 to ${largest}, got ${JSON.stringify(value)}`];
};

export class Moods {
  private current = GOOD;

  constructor(private readonly random: () => number = Math.random) {}

  get settings(): MoodSettings {
    return this.current;
  }

  /** Sets the fields given and leaves the others; answers what is wrong with them, and then changes nothing. */
  set(change: unknown): readonly string[] {
    if (typeof change !== 'object' || change === null || Array.isArray(change)) return ['expected an object'];
    const problems = Object.entries(change).flatMap(([name, value]) => problemOf(name, value));
    if (problems.length === 0) this.current = { ...this.current, ...change };
    return problems;
  }

  reset(): void {
    this.current = GOOD;
  }

  get fails(): boolean {
    return this.random() < this.current.failRate;
  }

  get repeats(): boolean {
    return this.random() < this.current.repeatRate;
  }

  get hangsUp(): boolean {
    return this.random() < this.current.hangUpRate;
  }
}
