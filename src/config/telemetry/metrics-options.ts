// Where a process serves its metrics and its health. Nothing listens unless the config or the environment says so.
import { z } from 'zod';
import { integer } from '../checking/leaf-schemas';
import { freeName } from '../checking/name-schemas';
import { about } from '../checking/option-words';
import { shownValue, type Checked } from '../checking/problem';
import { fieldOf, textOf } from '../checking/raw';
import { variableOf, type Environment } from '../environment/environment';

const VARIABLE = 'SLUICE_METRICS_LISTEN';
const LOOPBACK = '127.0.0.1';

export interface ResolvedMetrics {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

const listenSchema = z.strictObject({
  host: freeName
    .prefault(LOOPBACK)
    .register(...about('Address to listen on; `0.0.0.0` where probes come from outside, as in a container.')),
  port: integer(0, 65_535).register(
    ...about(
      'Port of `/metrics`, `/healthz` and `/readyz`, for each process; 0 takes a free one, which the log names.',
      {
        variable: VARIABLE,
      },
    ),
  ),
});

export const metricsSchema = z.strictObject({ listen: listenSchema });

/**
 * Here the variable overrides the option: it is set where a process is deployed, an image's probe asks there, and two
 * halves of a gateway on one machine need addresses of their own. `definition` may have any shape: the schema reports
 * options that are wrong.
 */
export const metricsSettings = (definition: unknown, env: Environment): Checked<ResolvedMetrics | undefined> => {
  const text = variableOf(env, VARIABLE);
  if (text === undefined) {
    const listen = fieldOf(fieldOf(definition, 'metrics'), 'listen');
    if (listen === undefined) return { value: undefined, problems: [] };
    const host = textOf(fieldOf(listen, 'host')) ?? LOOPBACK;
    return { value: { host, port: Number(fieldOf(listen, 'port')) }, problems: [] };
  }
  const [, host = LOOPBACK, digits = ''] = /^(?:(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits !== '' && port <= 65_535) return { value: { host: host.replaceAll(/[[\]]/g, ''), port }, problems: [] };
  const expected = "'host:port', or a port of 127.0.0.1";
  return { value: undefined, problems: [{ variable: VARIABLE, got: shownValue(text), expected }] };
};
