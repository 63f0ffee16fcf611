// Where a process serves its metrics and its health. Nothing listens unless the config or the environment says so.
import { z } from 'zod';
import { integer } from '../checking/leaf-schemas';
import { freeName } from '../checking/name-schemas';
import { about } from '../checking/option-words';
import { shownValue, type Checked } from '../checking/problem';
import { fieldOf, textOf } from '../checking/raw';
import { listenAddress, LOOPBACK, type ListenAddress } from './listen-address';
import { variableOf, type Environment } from '../environment/environment';

const VARIABLE = 'SLUICE_METRICS_LISTEN';

export type ResolvedMetrics = ListenAddress;

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
  const value = listenAddress(text);
  if (value !== undefined) return { value, problems: [] };
  const expected = "'host:port', or a port of 127.0.0.1";
  return { value: undefined, problems: [{ variable: VARIABLE, got: shownValue(text), expected }] };
};
