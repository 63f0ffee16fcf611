// Temporal's sandbox for one workflow, as far as a host of chains uses it: signals and updates come when the test says so,
// activities wait for the test's answer, and time passes when the test lets it. What `jest.mock('@temporalio/workflow')`
// of a test returns: see `fakeWorkflowModule`.
import { ApplicationFailure } from '@temporalio/common';

export interface PendingActivity {
  readonly name: string;
  readonly args: readonly unknown[];
  answer(result: unknown): Promise<void>;
  fail(message: string): Promise<void>;
}

interface Definition {
  readonly name: string;
}

type Handler = (...args: never[]) => unknown;

/** The server takes 2 KB for one search attribute. */
const MAX_ATTRIBUTES = 2_048;
/** Temporal's durations end at some 290 years. */
const MAX_TIMER_MS = 9.2e12;

class FakeActivityFailure extends Error {}
class Cancelled extends Error {}

class FakeScope {
  private readonly cancels: (() => void)[] = [];
  static nonCancellable = <T>(body: () => Promise<T>): Promise<T> => body();
  run<T>(body: () => Promise<T>): Promise<T> {
    const cancelled = new Promise<never>((_resolve, reject) => {
      this.cancels.push(() => {
        reject(new Cancelled('cancelled'));
      });
    });
    return Promise.race([body(), cancelled]);
  }
  cancel(): void {
    for (const cancel of this.cancels) cancel();
  }
}

class FakeSandbox {
  now = 1_700_000_000_000;
  /** The type of the workflow. */
  type = 'sluice';
  replays = false;
  activities: PendingActivity[] = [];
  /** Input that the run has continued as new with. */
  continued: unknown;
  /** Called when an activity begins. */
  begun: (activity: PendingActivity) => void = () => undefined;
  private wrong: { readonly error: unknown } | undefined;
  private handlers = new Map<string, Handler>();
  private validators = new Map<string, Handler>();
  private conditions = new Set<{ readonly holds: () => boolean; readonly resolve: () => void }>();
  private timers: { readonly at: number; readonly resolve: () => void }[] = [];
  private events = 3;

  /** A new run: nothing of the one before is heard any more. */
  begin(): void {
    this.handlers = new Map();
    this.validators = new Map();
    this.conditions = new Set();
    this.timers = [];
    this.activities = [];
    this.continued = undefined;
    this.events = 3;
    this.wrong = undefined;
  }

  async signal(name: string, payload?: unknown): Promise<void> {
    // Its task has begun before its handler runs.
    this.events += 1;
    this.handlers.get(name)?.(...([payload] as never[]));
    await this.quiet();
  }

  /** True when the update was let in. */
  async update(name: string, payload: unknown): Promise<boolean> {
    return (await this.refusal(name, payload)) === undefined;
  }

  /** In which words an update was refused; undefined when it was let in. */
  async refusal(name: string, payload: unknown): Promise<ApplicationFailure | undefined> {
    try {
      this.validators.get(name)?.(...([payload] as never[]));
      this.handlers.get(name)?.(...([payload] as never[]));
    } catch (error) {
      // Refused in words: that is an answer. Anything else would fail the workflow's task.
      if (!(error instanceof ApplicationFailure)) throw error;
      return error;
    }
    await this.settle();
    return undefined;
  }

  query(name: string, payload?: unknown): unknown {
    return this.handlers.get(name)?.(...([payload] as never[]));
  }

  async pass(ms: number): Promise<void> {
    const until = this.now + ms;
    for (;;) {
      const [next] = this.timers.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at);
      if (next === undefined) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.now = Math.max(this.now, next.at);
      next.resolve();
      await this.settle();
    }
    this.now = until;
  }

  async settle(): Promise<void> {
    this.events += 1;
    await this.quiet();
  }

  private async quiet(): Promise<void> {
    for (let moved = true; moved;) {
      await new Promise(setImmediate);
      moved = false;
      for (const condition of this.conditions) {
        if (!condition.holds()) continue;
        this.conditions.delete(condition);
        condition.resolve();
        moved = true;
        break;
      }
    }
    // What `begun` found would end in the workflow, which takes it for a fault.
    if (this.wrong !== undefined) throw this.wrong.error;
  }

  /** Names under which the workflow listens. */
  get names(): readonly string[] {
    return [...this.handlers.keys()];
  }

  private readonly proxied = new Proxy(
    {},
    {
      get: (_target, name: string) => {
        const call = (...args: unknown[]): Promise<unknown> => this.call(name, args);
        return Object.assign(call, {
          executeWithOptions: (_options: unknown, args: unknown[]) => this.call(name, args),
        });
      },
    },
  );

  readonly module = {
    ApplicationFailure,
    ActivityCancellationType: { WAIT_CANCELLATION_COMPLETED: 'WAIT_CANCELLATION_COMPLETED' },
    ActivityFailure: FakeActivityFailure,
    CancellationScope: FakeScope,
    isCancellation: (error: unknown) => error instanceof Cancelled,
    patched: () => true,
    uuid4: () => '00000000-0000-4000-8000-000000000000',
    defineSignal: (name: string) => ({ name }),
    defineQuery: (name: string) => ({ name }),
    defineUpdate: (name: string) => ({ name }),
    setHandler: ({ name }: Definition, handler: Handler, options?: { readonly validator?: Handler }) => {
      this.handlers.set(name, handler);
      if (options?.validator !== undefined) this.validators.set(name, options.validator);
    },
    setCurrentDetails: () => undefined,
    upsertSearchAttributes: (pairs: readonly { readonly value: unknown }[]) => {
      if (JSON.stringify(pairs).length > MAX_ATTRIBUTES) throw new Error('These search attributes are too large.');
    },
    workflowInfo: () => ({
      historyLength: this.events,
      historySize: this.events,
      workflowType: this.type,
      unsafe: { isReplaying: this.replays },
      taskTimeoutMs: 10_000,
      continueAsNewSuggested: false,
      typedSearchAttributes: { get: () => undefined },
    }),
    condition: (holds: () => boolean, timeoutMs?: number) =>
      new Promise<boolean>((resolve) => {
        const condition = {
          holds,
          resolve: () => {
            resolve(true);
          },
        };
        this.conditions.add(condition);
        if (timeoutMs !== undefined) {
          this.after(timeoutMs, () => {
            this.conditions.delete(condition);
            resolve(false);
          });
        }
      }),
    sleep: (ms: number) =>
      new Promise<void>((resolve) => {
        this.after(ms, resolve);
      }),
    log: { warn: () => undefined },
    makeContinueAsNewFunc: () => (input: unknown) => {
      this.continued = JSON.parse(JSON.stringify(input));
      return Promise.resolve();
    },
    proxySinks: () => ({ sluice: { tell: () => undefined, count: () => undefined } }),
    proxyActivities: () => this.proxied,
    proxyLocalActivities: () => this.proxied,
  };

  private after(ms: number, resolve: () => void): void {
    if (!(ms >= 0 && ms <= MAX_TIMER_MS)) throw new Error(`Temporal takes no timer of ${ms} ms.`);
    this.timers.push({ at: this.now + ms, resolve });
  }

  private call(name: string, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const ended = async (): Promise<void> => {
        this.activities = this.activities.filter((one) => one !== activity);
        await this.settle();
      };
      const activity: PendingActivity = {
        name,
        args: JSON.parse(JSON.stringify(args)) as unknown[],
        answer: (result) => {
          resolve(result);
          return ended();
        },
        fail: (message) => {
          reject(new FakeActivityFailure(message));
          return ended();
        },
      };
      this.activities.push(activity);
      try {
        this.begun(activity);
      } catch (error) {
        this.wrong ??= { error };
      }
    });
  }
}

export const sandbox = new FakeSandbox();
