import { GatewayError } from '../../errors';

/** Links into the Temporal UI. */
export class TemporalLinks {
  private readonly base: string | undefined;

  /** @throws GatewayError `config-invalid` if `ui` is no address of a web site: nothing else may become a link. */
  constructor(
    ui: string | undefined,
    private readonly namespace: string,
  ) {
    if (ui === undefined) return;
    const url = URL.canParse(ui) ? new URL(ui) : undefined;
    if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
      throw new GatewayError(
        'config-invalid',
        `Expected the Temporal UI as an address such as http://localhost:8233, got ${JSON.stringify(ui)}.`,
      );
    }
    this.base = url.origin + url.pathname.replace(/\/+$/, '');
  }

  workflow(workflowId: string, runId?: string): { readonly link?: string } {
    if (this.base === undefined) return {};
    const run = runId === undefined ? '' : `/${encodeURIComponent(runId)}/history`;
    const names = [this.namespace, workflowId].map(encodeURIComponent);
    return { link: `${this.base}/namespaces/${names[0] ?? ''}/workflows/${names[1] ?? ''}${run}` };
  }
}
