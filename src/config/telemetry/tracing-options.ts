// Where the spans of a gateway go. Without an address it takes part in no traces.
import { z } from 'zod';
import { decimal } from '../checking/leaf-schemas';
import { about } from '../checking/option-words';
import { shownValue, type Checked } from '../checking/problem';
import { fieldOf, textOf } from '../checking/raw';
import { baseUrl } from '../destination/base-url';
import { variableOf, type Environment } from '../environment/environment';

/** The name that OpenTelemetry gives it: operators set it for all that they deploy. */
const VARIABLE = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';
const SAMPLE = 1;

export interface ResolvedTracing {
  /** Where spans are posted to. */
  readonly endpoint: string;
  /** Which part of the polls, and of the records that belong to no trace, begin one, from 0 to 1. */
  readonly sample: number;
}

export const tracingSchema = z.strictObject({
  endpoint: baseUrl
    .clone()
    .optional()
    .register(
      ...about(
        "URL of a collector's OTLP receiver for traces over HTTP, such as `http://collector:4318/v1/traces`; needed unless the variable is set.",
        { variable: VARIABLE },
      ),
    ),
  sample: decimal(0, 1)
    .prefault(SAMPLE)
    .register(
      ...about(
        'Part of the polls, and of the records without a `traceparent` header, that begin a trace; whoever sets one decides itself.',
      ),
    ),
});

/** The variable overrides the option, like SLUICE_METRICS_LISTEN. `definition` may have any shape. */
export const tracingSettings = (definition: unknown, env: Environment): Checked<ResolvedTracing | undefined> => {
  const options = fieldOf(definition, 'tracing');
  const variable = variableOf(env, VARIABLE);
  const endpoint = variable ?? textOf(fieldOf(options, 'endpoint'));
  if (variable !== undefined && !baseUrl.safeParse(variable).success) {
    const expected = 'an http:// or https:// URL without credentials, query or fragment';
    return { value: undefined, problems: [{ variable: VARIABLE, got: shownValue(variable), expected }] };
  }
  if (endpoint === undefined) {
    const expected = `the URL to send spans to, here or in ${VARIABLE}`;
    const missing = options === undefined ? [] : [{ option: 'tracing.endpoint', got: 'nothing', expected }];
    return { value: undefined, problems: missing };
  }
  const sample = fieldOf(options, 'sample');
  return { value: { endpoint, sample: typeof sample === 'number' ? sample : SAMPLE }, problems: [] };
};
