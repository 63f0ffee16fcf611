import type { WriteBatch } from '../../../src/outbox/produce-connection';
import { ProduceRefused } from '../../../src/outbox/produce-refused';
import type { PlannedBatch } from '../../../src/outbox/planned-batches';
import { NO_PROGRESS, type WriterProgress } from '../../../src/outbox/writer-progress';
import type { WriterSession } from '../../../src/outbox/writer-session';

export type Fate = 'commits' | 'commits and fails' | 'fails' | 'slow';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A Kafka that commits or not as it is told, fences the session before the last, and remembers what it has. */
export class FakeLog {
  progress: WriterProgress = NO_PROGRESS;
  readonly values: string[] = [];
  sessions = 0;
  private committing = 0;

  constructor(
    /** What becomes of the next commits with records; after these, all commit. */
    private readonly fates: Fate[] = [],
    private readonly refuses: (value: string) => boolean = () => false,
  ) {}

  readonly open = (): Promise<WriterSession> => {
    this.sessions += 1;
    const session = this.sessions;
    return Promise.resolve({
      progress: this.progress,
      connection: {
        partitionsOf: (names: Iterable<string>) =>
          Promise.resolve(new Map(Array.from(names, (name) => [name, { kind: 'writable', count: 3 }]))),
        close: () => Promise.resolve(),
      } as unknown as WriterSession['connection'],
      commit: (rounds, progress) => this.commit(session, rounds, progress),
    });
  };

  private async commit(
    session: number,
    rounds: readonly (readonly WriteBatch[])[],
    progress: WriterProgress,
  ): Promise<void> {
    const fate = rounds.length === 0 ? 'commits' : (this.fates.shift() ?? 'commits');
    // Another session may begin meanwhile, and fences this one.
    for (let turns = fate === 'slow' ? 6 : 1; turns > 0; turns -= 1) await turn();
    if (session !== this.sessions) throw new Error('fenced');
    if (fate === 'fails') throw new Error('the broker went away before the commit');
    for (const round of rounds) {
      if (round.some(({ messages }) => messages.some(({ value }) => this.refuses(String(value))))) {
        throw new ProduceRefused('record', round as readonly PlannedBatch[], new Error('too large'));
      }
    }
    this.committing += 1;
    expect(this.committing).toBe(1);
    expect(progress.sequence).toBe(this.progress.sequence + 1n);
    for (const { messages } of rounds.flat()) this.values.push(...messages.map(({ value }) => String(value)));
    this.progress = progress;
    this.committing -= 1;
    if (fate === 'commits and fails') throw new Error('the broker went away after the commit');
  }
}
