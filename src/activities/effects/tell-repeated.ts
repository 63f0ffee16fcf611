import type { EffectBatch } from '../../model/contract/effect-contract';
import type { EffectDeps } from './effect-deps';

const REPEATED =
  'an attempt at these calls was lost, with its worker perhaps; they are made again under their idempotency keys, and ' +
  'where their requests have changed since, by another configuration, an API may get two under one key';

/** I12: nobody knows the requests of a lost attempt that it had not reported, so that no repeat is held against them. */
export const tellRepeated = ({ log }: Pick<EffectDeps, 'log'>, { route, chains }: EffectBatch): void => {
  log.warn({ route, chains: chains.length }, REPEATED);
};
