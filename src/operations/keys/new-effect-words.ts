import type { ResolvedRoute } from '../../config/route/resolved-route';

/**
 * What an operator must know who wants new effects (I12): a handler that has changed makes again what it finds changed, which
 * nobody can tell before it runs. In lines; none for routes without handlers, whose only call is not done.
 */
export const newEffectWords = (
  newEffect: boolean,
  routes: readonly Pick<ResolvedRoute, 'deliver' | 'publish'>[],
): readonly string[] =>
  newEffect && routes.some(({ deliver, publish }) => deliver === undefined && publish === undefined) ? [WORDS] : [];

const WORDS =
  'Calls that are done are not made again, unless the handler has changed: those of which it makes others by now are made again.';
