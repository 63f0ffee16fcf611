// What a thread of workflows is at, in memory that it shares with the thread that watches it: one that hangs cannot be
// asked. Both sides use this file.

/** The name under which threads find the memory (`getEnvironmentData`). */
export const STEP_SLOTS = 'sluice.step-slots';

const SLOT_BYTES = 2_048;
/** Ids of workflows and keys are ASCII, and far shorter. What is longer is cut. */
const TEXT_BYTES = 1_000;
const IDS_AT = 32;
const KEYS_AT = IDS_AT + TEXT_BYTES;
/** In the first slot: how many were taken. */
const HEADER_BYTES = 8;

const [STEP, THREAD, ID_LENGTH, KEY_LENGTH] = [0, 1, 2, 3] as const;

// Used in the sandbox, where a workflow may have spoilt its own globals.
const { add, load, store } = Atomics;
const { fromCharCode } = String;

/** A step that has begun and not ended. */
export interface OpenStep {
  /** Counts steps, so that one can be told from the next. */
  readonly step: number;
  readonly threadId: number;
  readonly workflowId: string;
  /** The chain whose handler began last in this step; empty if none did. */
  readonly chain: string;
}

export class StepSlot {
  private readonly numbers: Int32Array;
  private readonly bytes: Uint8Array;

  private constructor(memory: SharedArrayBuffer, index: number) {
    const at = HEADER_BYTES + index * SLOT_BYTES;
    this.numbers = new Int32Array(memory, at, IDS_AT / 4);
    this.bytes = new Uint8Array(memory, at, SLOT_BYTES);
  }

  /** Memory for so many threads. */
  static memory(threads: number): SharedArrayBuffer {
    return new SharedArrayBuffer(HEADER_BYTES + threads * SLOT_BYTES);
  }

  /** Gives a thread a slot of its own; undefined if none is left. */
  static take(memory: SharedArrayBuffer, threadId: number): StepSlot | undefined {
    const index = add(new Int32Array(memory, 0, 1), 0, 1);
    if (index >= slotsOf(memory)) return undefined;
    const slot = new StepSlot(memory, index);
    store(slot.numbers, THREAD, threadId);
    return slot;
  }

  /** All slots, taken or not. */
  static all(memory: SharedArrayBuffer): readonly StepSlot[] {
    return Array.from({ length: slotsOf(memory) }, (_, index) => new StepSlot(memory, index));
  }

  begin(workflowId: string): void {
    this.write(ID_LENGTH, IDS_AT, workflowId);
    store(this.numbers, KEY_LENGTH, 0);
    add(this.numbers, STEP, 1);
  }

  handles(chain: string): void {
    this.write(KEY_LENGTH, KEYS_AT, chain);
  }

  end(): void {
    add(this.numbers, STEP, 1);
  }

  /** The step that is open now. */
  get open(): OpenStep | undefined {
    const step = load(this.numbers, STEP);
    if (step % 2 === 0) return undefined;
    const threadId = load(this.numbers, THREAD);
    return { step, threadId, workflowId: this.read(ID_LENGTH, IDS_AT), chain: this.read(KEY_LENGTH, KEYS_AT) };
  }

  private write(length: number, at: number, text: string): void {
    const written = text.length < TEXT_BYTES ? text.length : TEXT_BYTES;
    for (let index = 0; index < written; index += 1) this.bytes[at + index] = text.charCodeAt(index);
    store(this.numbers, length, written);
  }

  private read(length: number, at: number): string {
    return fromCharCode(...this.bytes.subarray(at, at + load(this.numbers, length)));
  }
}

const slotsOf = (memory: SharedArrayBuffer): number => Math.floor((memory.byteLength - HEADER_BYTES) / SLOT_BYTES);
