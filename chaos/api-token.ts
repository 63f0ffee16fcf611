import type { ApiMode } from './api-mode';

/** The token that the API takes at a time: it is another one from each rotation on. */
export const tokenAt = (modes: readonly ApiMode[], now: number): string =>
  `token-${modes.filter(({ name, from }) => name === 'rotate-secret' && from <= now).length}`;
