import type { LedgerEntry } from '../contract/effect-ledger';
import { idempotencyKey } from '../names/idempotency-key';
import { defined } from '../defined';

/** A full effect of the ledger, as the ledger's topic holds it in JSON and `sluice keys show --effects` shows it. */
export interface LedgerLine {
  readonly gateway: string;
  readonly route: string;
  readonly chain: string;
  readonly topic: string;
  readonly partition: number;
  readonly leaderEpoch: number;
  readonly offset: string;
  /** Identity of the topic. */
  readonly stream: string;
  readonly replay?: number;
  readonly revision?: number;
  readonly step: string;
  readonly destination: string;
  /** Never changes, whatever happened in between: two lines with the same key are the same effect (I5). */
  readonly idempotencyKey: string;
  /** The key as the API got it, if that form differs. */
  readonly sentKey?: string;
  readonly result: 'done' | 'failed';
  readonly status?: number;
  readonly code?: string;
  readonly attempts: number;
  /** ISO 8601 time of the answer. */
  readonly time: string;
  readonly digest?: string;
  readonly unseen?: true;
  /** Set if the effect failed for good and may have happened all the same (I12). */
  readonly perhapsDone?: true;
}

export interface LedgerOwner {
  readonly gateway: string;
  readonly route: string;
  /** The form in which a destination sends a key. */
  readonly sentKey: (destination: string, key: string) => string;
}

export const ledgerLine = (
  { gateway, route, sentKey }: LedgerOwner,
  { chain, stream, position, revision, facts }: LedgerEntry,
): LedgerLine => {
  const [step, destination, attempts, at, status, digest, code = '', unseen, perhaps] = facts;
  const key = idempotencyKey({ gateway, stream, position, step, ...defined({ revision }) });
  const sent = sentKey(destination, key);
  return {
    gateway,
    route,
    chain,
    topic: stream.topic,
    ...position,
    stream: stream.id,
    ...defined({ replay: stream.replay, revision }),
    step,
    destination,
    idempotencyKey: key,
    ...(sent === key ? {} : { sentKey: sent }),
    result: code === '' ? 'done' : 'failed',
    ...(status === 0 ? {} : { status }),
    ...(code === '' ? {} : { code }),
    attempts,
    time: new Date(at).toISOString(),
    ...(digest === '' ? {} : { digest }),
    ...(unseen === 1 ? { unseen: true } : {}),
    ...(perhaps === 1 ? { perhapsDone: true } : {}),
  };
};
