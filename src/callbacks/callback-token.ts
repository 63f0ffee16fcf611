// The capability in a callback's URL: claims and their HMAC. Whoever has it may answer for one step of one record,
// once, for a limited time. It must never enter a history, log, id or error.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ResolvedCallbacks } from '../config/gateway/resolved-config';
import type { CallbackTarget } from '../model/contract/callback-contract';

/** The path below `publicUrl` at which callbacks are taken. */
export const CALLBACK_PATH = '/callbacks/';
/** Longer tokens are refused unread: workflow ids and chains are bounded, so no real token is longer. */
export const MAX_TOKEN_CHARACTERS = 1_500;
const VERSION = 'c1';
const DOMAIN = 'sluice callback c1\n';
const TOKEN = /^c1\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/;

/** The last second of the year 9999. */
const NEVER = 253_402_300_799_000;

/** The claims in a callback's URL, for which its signature vouches. */
export interface CallbackClaims extends CallbackTarget {
  readonly workflowId: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** `chain` is empty if the workflow is the chain's own and its id ends in it: some APIs take only short URLs. */
type Packed = readonly [
  workflowId: string,
  chain: string,
  record: string,
  step: string,
  round: number,
  expiresAtSeconds: number,
];

/** Makes the URLs that are given to APIs. */
export class CallbackLinks {
  constructor(private readonly options: ResolvedCallbacks) {}

  /**
   * One URL for each effect, over all its attempts and rounds, so that its request stays the same (I12). The workflow
   * knows when the wait ends. With `deadline`, the end of the wait, it is the URL that earlier versions made: valid for
   * `acceptLate` beyond it.
   */
  url({ deadline, ...claims }: Omit<CallbackClaims, 'expiresAt'> & { readonly deadline?: number }): string {
    const { publicUrl, secrets, acceptLateMs } = this.options;
    const expiresAt = deadline === undefined ? NEVER : deadline + acceptLateMs;
    const token = signCallback({ ...claims, expiresAt }, secrets);
    return publicUrl.replace(/\/+$/, '') + CALLBACK_PATH + token;
  }
}

/** Signs with the first secret. */
export const signCallback = (claims: CallbackClaims, [secret = '']: readonly string[]): string => {
  const { workflowId, chain, record, step, round, expiresAt } = claims;
  const own = ownChain(workflowId) === chain ? '' : chain;
  const packed: Packed = [workflowId, own, record, step, round, Math.ceil(expiresAt / 1_000)];
  const text = Buffer.from(JSON.stringify(packed)).toString('base64url');
  return `${VERSION}.${text}.${mac(text, secret).toString('base64url')}`;
};

/** The claims, if one of the secrets signed them. Never throws: anything else gives undefined. */
export const verifyCallback = (token: string, secrets: readonly string[]): CallbackClaims | undefined => {
  if (token.length > MAX_TOKEN_CHARACTERS) return undefined;
  const [, text, signature] = TOKEN.exec(token) ?? [];
  if (text === undefined || signature === undefined) return undefined;
  const given = Buffer.from(signature, 'base64url');
  // Unused bits of base64 would allow a second spelling of the same token.
  if (given.toString('base64url') !== signature) return undefined;
  // Every secret is tried, so that the time taken does not reveal which one matched.
  const signed = secrets.filter((secret) => timingSafeEqual(mac(text, secret), given)).length > 0;
  return signed ? unpacked(text) : undefined;
};

const mac = (text: string, secret: string): Buffer => createHmac('sha256', secret).update(DOMAIN).update(text).digest();

/** Never throws: what we signed is well formed, but others may sign with the same secret. */
const unpacked = (text: string): CallbackClaims | undefined => {
  let packed: unknown;
  try {
    packed = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isPacked(packed)) return undefined;
  const [workflowId, chain, record, step, round, expiresAtSeconds] = packed;
  const target = { workflowId, chain: chain === '' ? ownChain(workflowId) : chain, record, step, round };
  return { ...target, expiresAt: expiresAtSeconds * 1_000 };
};

/** Workflow ids are `gateway/route/chain`, and none of these parts contains a slash. */
const ownChain = (workflowId: string): string => workflowId.split('/')[2] ?? '';

const isPacked = (value: unknown): value is Packed =>
  Array.isArray(value) &&
  value.length === 6 &&
  value.slice(0, 4).every((part) => typeof part === 'string') &&
  value.slice(4).every((part) => Number.isSafeInteger(part));
