// This is part of contract.ts and stored in histories likewise.
import type { EffectResponse } from './effect-response';
import type { RememberedWait } from './remembered-wait';

/** The head record's done steps, with their answers, and its waits: a rerun of the record goes on from here. */
export type StepResult = EffectResponse | RememberedWait | null;
export type StepResults = Readonly<Record<string, StepResult>>;

/**
 * What a handler claimed each step for, at which revision of the record (absent for 0), and the digests of its place (absent
 * for waits, and in older versions) and of its likeness (absent if it is the claim); see `StepClaims`.
 */
export type CarriedClaims = Readonly<
  Record<string, readonly [claim: string, revision?: number, place?: string, likeness?: string]>
>;
