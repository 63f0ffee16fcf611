// The accounts and the rules of a receiver that makes "handled at least once" into "booked exactly once":
// 1. The same idempotency key again gives the same answer and books nothing.
// 2. A call that is older than one already booked on its account is refused by its position token.
// Rule 1 comes first: a repeated call is old news by rule 2 as well, but its caller is owed the answer it missed.
import { ACCOUNT_COUNT, accountName, INITIAL_BALANCE } from './account-name';
import type { BookingRequest } from './booking-request';
import type { Effect } from './effect';
import { EffectLog, type EffectPage } from './effect-log';
import { Tally, type TallySnapshot } from './tally';

export type BookingAnswer =
  | { readonly kind: 'booked' | 'replayed'; readonly effect: Effect }
  | { readonly kind: 'refused'; readonly status: 404 | 409 | 422; readonly reason: string };

export interface AccountView {
  readonly id: string;
  readonly balance: number;
  readonly transfers: number;
  readonly token: number | null;
}

export interface LedgerSummary extends TallySnapshot {
  readonly accounts: number;
  /** Sum of all balances. */
  readonly total: number;
}

export interface LedgerOptions {
  /** @default 100 */
  readonly accounts?: number;
  /** Idempotency keys remembered; the oldest are forgotten first. @default 1000000 */
  readonly rememberedKeys?: number;
  /** Effects that `GET /log` can still show. @default 100000 */
  readonly loggedEffects?: number;
  /** Called before a booking counts. Whatever it throws undoes the booking. */
  readonly journal?: (effect: Effect) => void;
  readonly now?: () => Date;
}

interface Account {
  readonly id: string;
  balance: number;
  transfers: number;
  token: number | null;
}

const sameRequest = (effect: Effect, request: BookingRequest): boolean =>
  effect.account === request.account &&
  effect.amount === request.amount &&
  effect.run === request.run &&
  effect.sequence === request.sequence &&
  effect.transfer === request.transfer;

/** Synchronous on purpose: between the checks and the booking nothing else can run. */
export class Ledger {
  readonly #accounts: ReadonlyMap<string, Account>;
  readonly #byKey = new Map<string, Effect>();
  readonly #tally = new Tally();
  readonly #runs = new Map<string, Tally>();
  readonly #log: EffectLog;
  #effects = 0;

  constructor(private readonly options: LedgerOptions = {}) {
    this.#log = new EffectLog(options.loggedEffects ?? 100_000);
    const names = Array.from({ length: options.accounts ?? ACCOUNT_COUNT }, (_, index) => accountName(index));
    this.#accounts = new Map(
      names.map((id) => [id, { id, balance: INITIAL_BALANCE, transfers: 0, token: null } satisfies Account]),
    );
  }

  book(request: BookingRequest): BookingAnswer {
    const tallies = this.#talliesOf(request.run);
    for (const tally of tallies) tally.called();
    const account = this.#accounts.get(request.account);
    if (account === undefined) return { kind: 'refused', status: 404, reason: `no account ${request.account}` };
    const replayed = this.#earlierAnswer(request, tallies);
    if (replayed !== undefined) return replayed;
    const { token } = request;
    if (token !== undefined && account.token !== null && token < account.token) {
      for (const tally of tallies) tally.refusedStale();
      const reason = `stale call: Sluice-Token ${token} is lower than ${account.token}, the last one seen for ${account.id}`;
      return { kind: 'refused', status: 409, reason };
    }
    const effect: Effect = {
      number: this.#effects + 1,
      at: (this.options.now?.() ?? new Date()).toISOString(),
      ...request,
      balance: account.balance + request.amount,
    };
    this.options.journal?.(effect);
    this.#apply(account, effect);
    return { kind: 'booked', effect };
  }

  /** Brings back an effect of an earlier process, in the order of its journal. */
  restore(effect: Effect): void {
    const account = this.#accounts.get(effect.account);
    if (account === undefined) throw new Error(`the journal names an account that does not exist: ${effect.account}`);
    this.#apply(account, effect);
  }

  account(id: string): AccountView | undefined {
    const account = this.#accounts.get(id);
    return account === undefined ? undefined : { ...account };
  }

  /** Number of different records of a run that were booked on an account. */
  bookedOf(run: string, account: string): number {
    return this.#tally.bookedOf(run, account);
  }

  /** Over all runs, or over one; `total` is always over all accounts. */
  summary(run?: string): LedgerSummary {
    const tally = run === undefined ? this.#tally : (this.#runs.get(run) ?? new Tally());
    const total = [...this.#accounts.values()].reduce((sum, { balance }) => sum + balance, 0);
    return { accounts: this.#accounts.size, total, ...tally.snapshot() };
  }

  log(after: number, limit: number): EffectPage {
    return this.#log.page(after, limit);
  }

  #earlierAnswer(request: BookingRequest, tallies: readonly Tally[]): BookingAnswer | undefined {
    const earlier = request.idempotencyKey === undefined ? undefined : this.#byKey.get(request.idempotencyKey);
    if (earlier === undefined) return undefined;
    if (!sameRequest(earlier, request)) {
      return { kind: 'refused', status: 422, reason: 'this Idempotency-Key was used with another request' };
    }
    for (const tally of tallies) tally.prevented();
    return { kind: 'replayed', effect: earlier };
  }

  #apply(account: Account, effect: Effect): void {
    account.balance += effect.amount;
    account.transfers += 1;
    account.token = effect.token ?? account.token;
    this.#effects += 1;
    this.#log.append(effect);
    for (const tally of this.#talliesOf(effect.run)) tally.booked(effect);
    if (effect.idempotencyKey !== undefined) this.#remember(effect.idempotencyKey, effect);
  }

  #remember(key: string, effect: Effect): void {
    this.#byKey.set(key, effect);
    if (this.#byKey.size <= (this.options.rememberedKeys ?? 1_000_000)) return;
    const [oldest] = this.#byKey.keys();
    if (oldest !== undefined) this.#byKey.delete(oldest);
  }

  #talliesOf(run: string): readonly Tally[] {
    const ofRun = this.#runs.get(run) ?? new Tally();
    this.#runs.set(run, ofRun);
    return [this.#tally, ofRun];
  }
}
