import type { IncomingMessage } from 'node:http';
import type { ResolvedCallbacks } from '../config/gateway/resolved-config';
import type { Log } from '../log';
import type { CallbackOutcome, CallbackVerdict } from '../model/contract/callback-contract';
import { verifyCallback, type CallbackClaims } from './callback-token';
import { callbackDelivery } from './callback-delivery';
import type { CallbackSender } from './callback-sender';
import { readCallbackBody } from './callback-body';
import { RefusedCallback } from './refused-callback';

/** The log warns of forgeries at most this often, because an attacker chooses how many there are. */
const WARN_EVERY_MS = 60_000;

/** Takes one callback from its token to the workflow's verdict. */
export class CallbackReceiver {
  private forged = 0;
  private warnedAt = -Infinity;

  constructor(
    private readonly gateway: string,
    private readonly options: ResolvedCallbacks,
    private readonly sender: Pick<CallbackSender, 'send'>,
    private readonly log: Log,
  ) {}

  /** @throws RefusedCallback if the callback is not taken. */
  async receive(token: string, query: URLSearchParams, request: IncomingMessage): Promise<'accepted' | 'repeated'> {
    const claims = this.claims(token);
    const outcome = outcomeOf(query);
    const body = await readCallbackBody(request, this.options.maxBodyBytes);
    const content = { outcome, body, contentType: request.headers['content-type'] };
    const delivery = callbackDelivery(claims, content, token, this.options.acceptLateMs);
    const verdict = await this.sender.send(claims.workflowId, delivery);
    const { workflowId, record, step } = claims;
    this.log.debug({ workflowId, record, step, outcome, verdict }, 'callback');
    return taken(verdict);
  }

  private claims(token: string): CallbackClaims {
    const claims = verifyCallback(token, this.options.secrets);
    if (claims?.workflowId.startsWith(`${this.gateway}/`) !== true) {
      this.warn();
      throw new RefusedCallback(403, 'forged', 'This gateway did not sign the URL of this callback.');
    }
    if (claims.expiresAt <= Date.now())
      throw new RefusedCallback(403, 'expired', 'The URL of this callback has expired.');
    return claims;
  }

  private warn(): void {
    this.forged += 1;
    const now = performance.now();
    if (now - this.warnedAt < WARN_EVERY_MS) return;
    this.warnedAt = now;
    this.log.warn({ refused: this.forged }, 'callbacks came with URLs that this gateway did not sign');
  }
}

const outcomeOf = (query: URLSearchParams): CallbackOutcome => {
  const given = query.getAll('outcome');
  const [outcome = 'succeeded'] = given;
  if (given.length < 2 && (outcome === 'succeeded' || outcome === 'failed')) return outcome;
  throw new RefusedCallback(400, 'outcome', "Expected the parameter outcome to be 'succeeded' or 'failed'.");
};

/** @throws RefusedCallback unless the callback was taken, now or before. */
const taken = (verdict: CallbackVerdict): 'accepted' | 'repeated' => {
  switch (verdict) {
    case 'accepted':
    case 'repeated':
      return verdict;
    case 'conflicting':
      throw new RefusedCallback(409, verdict, 'Another answer was accepted before; the first one counts.');
    case 'late':
      throw RefusedCallback.late();
    case 'early':
      throw new RefusedCallback(503, verdict, 'Earlier records of the key are not settled yet; repeat it.', 5);
    case 'full':
      throw new RefusedCallback(
        503,
        verdict,
        'The workflow has too many answers that are not used yet; repeat it.',
        10,
      );
  }
};
