/** Each route has a topic of its name. */
export const ROUTES = ['deliveries', 'lanes', 'accounts'] as const;

/** Routes without a state, which a replay would change a second time. */
export const REPLAYED = ['deliveries', 'lanes'] as const;

/** Routes that publish what they do. */
export const PUBLISHING = ['accounts'] as const;

export const PUBLISHED_TOPIC = 'balances';

export const groupOf = (route: string): string => `chaos.${route}`;
