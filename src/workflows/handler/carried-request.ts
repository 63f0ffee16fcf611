import { base64FromBytes } from '../../model/base64';
import type { Effect, EffectRequest } from '../../model/contract/effect-contract';
import { defined } from '../../model/defined';
import { isBytes } from '../../model/is-bytes';
import { asGiven } from './as-given';
import { refusedAsJson } from '../turn/refused-as-json';

/** A worker that does not know bytes yet refuses this in words, and does not send the request without its body. */
const NO_PATH = 'bytes that only a newer version of Sluice can send';

interface CarriedRequest {
  readonly carried: Pick<Effect, 'request' | 'bytes'>;
  /** The text of what is carried, by which it is measured. */
  readonly json: string;
}

/**
 * The request of a handler as its effect carries it: JSON has no bytes, so that data that is bytes travels as base64.
 * @throws Error in words, if the request has bytes elsewhere, or anything else that JSON cannot hold.
 */
export const carriedRequest = (request: EffectRequest): CarriedRequest => {
  const json = JSON.stringify(request);
  if (refusedAsJson('The request', request, json) === undefined) {
    return { carried: { request: asGiven(request, json) }, json };
  }
  const { data, path, ...others } = request;
  const rest = isBytes(data) ? others : { ...others, data };
  const refused = refusedAsJson('The request', rest, JSON.stringify(rest));
  if (refused !== undefined) throw new Error(`${refused} Data as a whole may be bytes: a Uint8Array.`);
  const base64 = base64FromBytes(data as Uint8Array);
  const carried = { request: { ...others, path: NO_PATH }, bytes: { base64, ...defined({ path }) } };
  const text = JSON.stringify(carried);
  return { carried: asGiven(carried, text), json: text };
};
