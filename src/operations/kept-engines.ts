import type { Client } from '@temporalio/client';
import type { EngineAccess, KafkaAccess } from './engine-access';

type With<T> = <R>(work: (resource: T) => Promise<R>) => Promise<R>;

interface Connected<T> {
  readonly resource: T;
  readonly release: () => Promise<void>;
  /** Rejects with the error in the words of whoever has connected. */
  readonly fail: (error: unknown) => Promise<void>;
}

/** What was connected stays connected from one work to the next, until a work fails or all is closed. */
class Kept<T> {
  private connected: Promise<Connected<T>> | undefined;

  constructor(private readonly open: With<T>) {}

  async use<R>(work: (resource: T) => Promise<R>): Promise<R> {
    this.connected ??= this.opened();
    const { connected } = this;
    const { resource, fail } = await connected.catch((error: unknown) => {
      this.connected = undefined;
      throw error;
    });
    try {
      return await work(resource);
    } catch (error) {
      this.connected = undefined;
      await fail(error);
      throw error;
    }
  }

  async close(): Promise<void> {
    const { connected } = this;
    this.connected = undefined;
    // Whoever has asked was told that nothing could be connected.
    await connected?.then(
      ({ release }) => release(),
      () => undefined,
    );
  }

  /** The work that `open` is given lasts until the resource is released. */
  private opened(): Promise<Connected<T>> {
    return new Promise((resolve, reject) => {
      const ended: Promise<void> = this.open(
        (resource) =>
          new Promise<void>((done, failed) => {
            const release = (): Promise<void> => {
              done();
              return ended;
            };
            const fail = (error: unknown): Promise<void> => {
              failed(error instanceof Error ? error : new Error(String(error)));
              return ended;
            };
            resolve({ resource, release, fail });
          }),
      );
      ended.catch(reject);
    });
  }
}

export interface KeptEngines extends EngineAccess {
  close(): Promise<void>;
}

/** Keeps connections for one who asks again and again. A work that fails has them made anew for the next one. */
export const keptEngines = (engines: EngineAccess): KeptEngines => {
  const temporal = new Kept<Client>((work) => engines.temporal(work));
  const kafka = new Kept<KafkaAccess>((work) => engines.kafka(work));
  return {
    temporal: (work) => temporal.use(work),
    kafka: (work) => kafka.use(work),
    close: async () => {
      await Promise.all([temporal.close(), kafka.close()]);
    },
  };
};
