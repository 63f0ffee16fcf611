import type { DestinationNews } from './destination-news';

/** Tells all listeners what one destination has to say. */
export const newsToAll = (listeners: readonly Partial<DestinationNews>[]): DestinationNews => ({
  breaker: (...news) => {
    for (const listener of listeners) listener.breaker?.(...news);
  },
  gate: (...news) => {
    for (const listener of listeners) listener.gate?.(...news);
  },
  secret: (...news) => {
    for (const listener of listeners) listener.secret?.(...news);
  },
  called: (...news) => {
    for (const listener of listeners) listener.called?.(...news);
  },
  postponed: (...news) => {
    for (const listener of listeners) listener.postponed?.(...news);
  },
});
