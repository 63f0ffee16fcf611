import type { EffectRequest } from '../model/contract/effect-contract';
import { TRACE_PARENT_HEADER } from '../model/trace-parent';

/** Whoever gives a call a place in a trace knows better than we do. */
export const namesItsTrace = ({ headers = {} }: Pick<EffectRequest, 'headers'>): boolean =>
  Object.keys(headers).some((name) => name.toLowerCase() === TRACE_PARENT_HEADER);
