import type { Hosting } from '../contract/contract';

/** What a workflow hosts, for its summary and the head of its details, as plain text for a Markdown line. */
export const hostSummary = (route: string, hosting: Hosting): string => {
  const where = hosting.kind === 'key' ? `key ${hosting.chain}` : `lane ${hosting.lane} of ${hosting.of}`;
  return `Route ${route}, ${where}`.replace(/[\\`*_[\]<>]/g, '\\$&').slice(0, 200);
};

/** How the keys of a route are hosted, by its number of lanes; 0 means a workflow per key. */
export const hostingWords = (lanes: number): string => (lanes === 0 ? 'a workflow per key' : `${lanes} lanes`);
