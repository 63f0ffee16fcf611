import type { KeyFilter } from '../../operations/keys/key-filter';
import type { ActionRequest, Outcome, Plan } from '../wire/actions';
import type { AgentsAnswer } from '../wire/agents';
import type { KeyAddress, KeyAnswer, KeysAnswer, RecordAnswer } from '../wire/keys';
import type { LettersAnswer } from '../wire/letters';
import type { LagAnswer, OverviewAnswer } from '../wire/overview';

export interface KeysAsked {
  readonly route: string;
  readonly status: KeyFilter;
  readonly destination?: string;
  readonly cause?: string;
  readonly exact?: true;
  readonly page?: string;
}

export interface LettersAsked {
  readonly route: string;
  readonly state: string;
  readonly cause?: string;
  readonly destination?: string;
  /** Written at this time or later, in milliseconds since the epoch. */
  readonly since?: number;
  readonly page?: string;
}

/** A key by its chain, or as an operator types it. */
export type KeyAsked = KeyAddress | { readonly route: string; readonly key: string };

/** What a gateway tells its console and does for it. @throws GatewayError in words for the operator. */
export interface ConsolePort {
  overview(): Promise<OverviewAnswer>;
  lag(): LagAnswer;
  keys(asked: KeysAsked): Promise<KeysAnswer>;
  key(asked: KeyAsked): Promise<KeyAnswer>;
  record(address: KeyAddress): Promise<RecordAnswer>;
  letters(asked: LettersAsked): Promise<LettersAnswer>;
  agents(page: string | undefined): Promise<AgentsAnswer>;
  plan(request: ActionRequest): Promise<Plan>;
  /** `planned` is what `plan` counted when the operator agreed. */
  carryOut(request: ActionRequest, planned: number): Promise<Outcome>;
}
