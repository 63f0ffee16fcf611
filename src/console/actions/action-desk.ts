import { GatewayError } from '../../errors';
import type { Log } from '../../log';
import { defined } from '../../model/defined';
import { keyName } from '../../operations/keys/key-name';
import { terminalText } from '../../terminal-text';
import type { ConsolePort } from '../port/console-port';
import type { Action, ActionRequest, Outcome, PlanAnswer } from '../wire/actions';
import { Confirmations } from './confirmations';

/** What the log says of an action: what it is about, never a value that an operator has written. */
const about = (action: Action): Readonly<Record<string, unknown>> => {
  const newEffect = 'newEffect' in action || 'newEffects' in action ? { newEffect: isNew(action) } : {};
  if ('key' in action) {
    const { route, chain } = action.key;
    const key = terminalText(keyName(Buffer.from(chain, 'base64url').toString('utf8')));
    return { route, key, ...defined({ offset: action.offset }), ...newEffect };
  }
  if ('keys' in action) return { ...action.keys, ...newEffect };
  if ('letters' in action) return { route: action.route, ...action.letters, ...newEffect };
  return { route: action.route, ...('from' in action ? { from: action.from, ...newEffect } : {}) };
};

const isNew = (action: Action): boolean =>
  ('newEffect' in action && action.newEffect) || ('newEffects' in action && action.newEffects);

/** Has actions planned first and carried out once an operator has agreed, and logs who did what. */
export class ActionDesk {
  constructor(
    private readonly port: Pick<ConsolePort, 'plan' | 'carryOut'>,
    private readonly log: Log,
    /** Who opened the console. */
    private readonly by: string,
    private readonly confirmations = new Confirmations(),
  ) {}

  async plan(request: ActionRequest): Promise<PlanAnswer> {
    const { shown, ...plan } = await this.port.plan(request);
    if (plan.matched === 0) return plan;
    return { ...plan, confirm: this.confirmations.give(request.action, plan.matched, shown) };
  }

  /** @throws GatewayError `unconfirmed` if nobody has seen a plan of this action, or not within five minutes. */
  async carryOut(request: ActionRequest): Promise<Outcome> {
    const { action, confirm = '', sure = false } = request;
    const agreed = this.confirmations.agreed(action, confirm);
    if (agreed === undefined) {
      const message = 'Nothing was done: this is not what you looked at, or you looked too long ago. Look again.';
      throw new GatewayError('unconfirmed', message);
    }
    const line = { by: this.by, verb: action.verb, ...about(action), ...(sure ? { sure } : {}) };
    try {
      const outcome = await this.port.carryOut(request, agreed);
      this.log.info({ ...line, ok: outcome.ok, outcome: outcome.words }, 'operator: done in the console');
      return outcome;
    } catch (error) {
      // The words may quote the value that an operator has written.
      const code = error instanceof Error && 'code' in error ? error.code : 'internal';
      this.log.warn({ ...line, ok: false, code }, 'operator: not done in the console');
      throw error;
    }
  }
}
