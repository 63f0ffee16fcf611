// How often Temporal wrote a workflow: what its users pay for, and what its database bears. Read from the server's own
// metrics, https://docs.temporal.io/references/cluster-metrics.
const WRITES = new Set(['CreateWorkflowExecution', 'UpdateWorkflowExecution', 'ConflictResolveWorkflowExecution']);
const LINE = /^persistence_requests\{([^}]*)\} (\S+)$/gm;

const labelOf = (labels: string, name: string): string | undefined =>
  new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1];

/** Adds up the writes of users' workflows, and leaves out those of the server's own. */
export const writesIn = (metrics: string): number =>
  Array.from(metrics.matchAll(LINE)).reduce((sum, [, labels = '', count = '0']) => {
    const isOurs = labelOf(labels, 'namespace') === 'default' && WRITES.has(labelOf(labels, 'operation') ?? '');
    return isOurs ? sum + Number(count) : sum;
  }, 0);

/** Writes so far; NaN if the server does not tell. */
export const engineUpdates = async (metricsAddress: string): Promise<number> => {
  try {
    const response = await fetch(`http://${metricsAddress}/metrics`);
    return response.ok ? writesIn(await response.text()) : NaN;
  } catch {
    return NaN;
  }
};
