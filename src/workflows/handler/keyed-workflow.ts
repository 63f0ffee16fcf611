import type { HostInput } from '../../model/contract/contract';
import { handlerTurn, type Handler } from './handler-turn';
import { isHostInput, isWholeHostInput } from '../../model/wire/start-inputs';
import { hostWorkflow } from '../host/host-workflow';
import { hostsHandler } from '../sandbox/lone-rejections';
import { checkedStart } from '../wire/checked-start';

/**
 * Makes the workflow of a route from a handler. Export the result under the name that the route gives as `workflow`.
 *
 * `onRecord` is called for each record of a key in order. It is workflow code: it must be deterministic and reach the
 * world only through `ctx.call` and `ctx.defer`. What it throws undoes the record (I8) and parks the key for an
 * operator; it never fails or closes the workflow (I7).
 * @throws Error when `version` is not an integer from 1, which `sluice check` shows.
 */
export const keyedWorkflow = <V, S = null>(handler: Handler<V, S>): ((input: HostInput) => Promise<void>) => {
  const { version = 1 } = handler;
  if (!Number.isSafeInteger(version) || version < 1) {
    throw new Error(`keyedWorkflow: expected \`version\` to be an integer from 1, got ${version}.`);
  }
  const run = (input: HostInput): Promise<void> => {
    hostsHandler();
    return hostWorkflow(input, handlerTurn(handler, input.hosting.kind === 'lane'));
  };
  return checkedStart(isHostInput, run, isWholeHostInput);
};
