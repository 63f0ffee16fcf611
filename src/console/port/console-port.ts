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

/** A plan, and what it is about. */
export interface Planned extends Plan {
  /** Names of the keys with their records, or of the letters, that it would act on; absent where there is one thing. */
  readonly shown?: ReadonlySet<string>;
}

/** What an operator has agreed to. */
export type Agreed = Pick<Planned, 'matched' | 'shown'>;

/** What a gateway tells its console and does for it. @throws GatewayError in words for the operator. */
export interface ConsolePort {
  overview(): Promise<OverviewAnswer>;
  lag(): LagAnswer;
  keys(asked: KeysAsked): Promise<KeysAnswer>;
  key(asked: KeyAsked): Promise<KeyAnswer>;
  record(address: KeyAddress): Promise<RecordAnswer>;
  letters(asked: LettersAsked): Promise<LettersAnswer>;
  agents(page: string | undefined): Promise<AgentsAnswer>;
  plan(request: ActionRequest): Promise<Planned>;
  /** @throws GatewayError `unconfirmed` if it would act on what the operator was not shown. */
  carryOut(request: ActionRequest, agreed: Agreed): Promise<Outcome>;
}
