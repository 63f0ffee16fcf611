import type { Duration } from '@temporalio/common';
import type * as api from './record-context';
import { recordLog } from './record-log';

/** What of the context depends on the record. */
export type BehindContext<S> = Omit<api.RecordContext<S>, 'log'>;

const LOG = recordLog();

/**
 * What a handler gets as its context: what it may do, and nothing behind that. A lane is one workflow: a handler that
 * copied a record's fields to its context, or changed what the context is made of, would otherwise stop the lane's
 * other keys.
 */
export class HandedContext<S> implements api.RecordContext<S> {
  readonly #run: BehindContext<S>;

  constructor(run: BehindContext<S>) {
    this.#run = run;
  }

  get key(): string {
    return this.#run.key;
  }

  get state(): S {
    return this.#run.state;
  }

  set state(state: S) {
    this.#run.state = state;
  }

  get log(): api.RecordLog {
    return LOG;
  }

  defer(destination: string, request: api.CallRequest): void {
    this.#run.defer(destination, request);
  }

  publish(topic: string, request: api.PublishRequest): void {
    this.#run.publish(topic, request);
  }

  call<T = unknown>(destination: string, request: api.CallRequest): Promise<api.CallResponse<T>> {
    return this.#run.call(destination, request);
  }

  sleep(duration: Duration, options?: api.StepOptions): Promise<void> {
    return this.#run.sleep(duration, options);
  }

  condition(holds: () => boolean, timeout?: Duration, options?: api.StepOptions): Promise<boolean> {
    return this.#run.condition(holds, timeout, options);
  }

  executeChild<T = unknown>(workflowType: string, options?: api.ChildOptions): Promise<T> {
    return this.#run.executeChild(workflowType, options);
  }

  waitForCallback<T = unknown>(
    step: string,
    submit: (url: string) => Promise<unknown>,
    options: api.CallbackOptions,
  ): Promise<T> {
    return this.#run.waitForCallback(step, submit, options);
  }
}

// The handlers of all keys of a lane have these.
Object.freeze(HandedContext.prototype);
Object.freeze(HandedContext);
