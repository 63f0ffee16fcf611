/** Core answers from memory; a scrape must not wait for it when it does not. */
const LONGEST_MS = 200;
/** A scrape stays small whatever core comes to count. */
const MOST_BYTES = 65_536;

/** Returns what Temporal's core exports at its own address on loopback; empty if it does not answer in time. */
export const coreMetrics = async (address: string): Promise<string> => {
  try {
    const response = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(LONGEST_MS) });
    return response.ok ? bounded(await response.text()) : '';
  } catch {
    // The metrics of this process are worth more than an error about those of a part of it.
    return '';
  }
};

/** Cut between two families, so that what is left is whole. */
const bounded = (text: string): string => {
  const own = text.replace(/^# EOF\n?/m, '');
  if (own.length <= MOST_BYTES) return own;
  const end = own.lastIndexOf('\n# HELP', MOST_BYTES);
  return end < 0 ? '' : own.slice(0, end + 1);
};
