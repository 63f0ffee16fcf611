import { setEnvironmentData } from 'node:worker_threads';
import { STEP_SLOTS, StepSlot, type OpenStep } from '../model/step-slot';

/** More threads than a worker of Temporal's SDK runs workflows in. */
const THREADS = 16;
const LOOK_EVERY_MS = 1_000;
/** Looks, not time: a process that was suspended, or had no processor for a while, has not looked meanwhile. */
const SLOW_AFTER = 5;

interface Seen {
  readonly step: number;
  readonly looks: number;
}

/**
 * Finds workflows that hang, as by an endless loop in a handler: nothing else runs in their thread meanwhile. It only
 * tells; the SDK ends the step (see LONGER_WORKFLOW_STEPS).
 */
export class StepWatch {
  private readonly seen = new Map<StepSlot, Seen>();
  private readonly slots: readonly StepSlot[];
  private readonly timer: NodeJS.Timeout;

  /** Watches the workflow threads that begin from now on. `slow` is told once of each step, after some seconds. */
  constructor(private readonly slow: (step: OpenStep, seconds: number) => void) {
    const memory = StepSlot.memory(THREADS);
    this.slots = StepSlot.all(memory);
    setEnvironmentData(STEP_SLOTS, memory);
    this.timer = setInterval(() => {
      this.look();
    }, LOOK_EVERY_MS).unref();
  }

  end(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    for (const slot of this.slots) {
      const { open } = slot;
      if (open === undefined) continue;
      const seen = this.seen.get(slot);
      const looks = open.step === seen?.step ? seen.looks + 1 : 0;
      this.seen.set(slot, { step: open.step, looks });
      if (looks === SLOW_AFTER) this.slow(open, (looks * LOOK_EVERY_MS) / 1_000);
    }
  }
}
