import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import type { Finding } from './finding';

const FIELD = /\{value\.[^{}]*\}/;

/** Warns of routes that ask records without a value for a field of it, and do not say what becomes of such records. */
export const tombstoneFindings = ({ routes }: Pick<ResolvedConfig, 'routes'>): readonly Finding[] =>
  routes.flatMap(({ name, deliver, publish }): readonly Finding[] => {
    const field = fieldOf(deliver?.tombstone === 'send' ? deliver : undefined) ?? fieldOf(publish);
    if (field === undefined) return [];
    const advice = deliver === undefined ? '' : ': set deliver.tombstone if the topics may have such records';
    const message = `a record without a value fails, because it has no ${field}${advice}`;
    return [{ check: `tombstones of route ${name}`, ok: true, warning: true, message }];
  });

type Templates = Partial<Pick<NonNullable<ResolvedRoute['deliver']>, 'path' | 'headers'>> & {
  readonly key?: string | undefined;
};

const fieldOf = (templates: Templates | undefined): string | undefined => {
  const { path, key, headers = {} } = templates ?? {};
  const all = [path, key, ...Object.values(headers)];
  return all.flatMap((template) => FIELD.exec(template ?? '')?.[0] ?? [])[0];
};
