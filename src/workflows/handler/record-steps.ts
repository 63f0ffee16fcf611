import { MAX_STEPS } from '../../model/positions/position-token';

/** Limits what one record may bring into history: the server terminates a workflow whose command exceeds 2 MB. */
const MAX_REQUEST_BYTES = 512 * 1024;
const MAX_REQUESTS_BYTES = 1024 * 1024;
const STEP_NAME = /^[A-Za-z0-9_-]{1,64}$/;

export interface Step {
  readonly name: string;
  /** Place of the step within the record, from 1. */
  readonly index: number;
}

/** Names and limits the steps that one run of a handler takes for its record. */
export class RecordSteps {
  private readonly names = new Set<string>();
  private requested = 0;

  /** Takes the next step, whose request has `bytes` of JSON. @throws Error in words for the handler's author. */
  claim(given: string | undefined, bytes = 0): Step {
    const index = this.names.size + 1;
    // Handlers whose steps are numbers mean their text.
    const name = String(given ?? index);
    if (!STEP_NAME.test(name)) throw new Error(`Step ${JSON.stringify(name)}: expected 1-64 of [A-Za-z0-9_-].`);
    if (this.names.has(name)) throw new Error(`Step ${JSON.stringify(name)} is used twice for one record.`);
    if (index > MAX_STEPS) throw new Error(`A record may have ${MAX_STEPS} steps at most.`);
    if (bytes > MAX_REQUEST_BYTES) {
      throw new Error(`A request may have ${MAX_REQUEST_BYTES} bytes of JSON at most, got ${bytes}.`);
    }
    this.requested += bytes;
    if (this.requested > MAX_REQUESTS_BYTES) {
      throw new Error(`The requests of a record may have ${MAX_REQUESTS_BYTES} bytes of JSON together at most.`);
    }
    this.names.add(name);
    return { name, index };
  }
}
