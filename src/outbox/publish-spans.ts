import type { ChainOutcome } from '../model/contract/effect-contract';
import type { Spans } from '../telemetry/spans';
import type { PreparedAsk } from './prepared-ask';

/** Tells of each traced record that an ask has published. A repeated ask, whose answer was lost, tells it again. */
export const publishSpans = (
  { gateway, route }: { readonly gateway: string; readonly route: string },
  { chains }: PreparedAsk,
  outcomes: readonly ChainOutcome[],
  startedAt: number,
  spans: Spans,
): void => {
  const endedAt = Date.now();
  for (const { chain, records } of chains) {
    const settled = outcomes.find((outcome) => outcome.chain === chain)?.settled ?? 0;
    for (const { topic, span } of records.slice(0, settled).flat()) {
      if (span === undefined) continue;
      const attributes = {
        'sluice.gateway': gateway,
        'sluice.route': route,
        'messaging.system': 'kafka',
        'messaging.operation.type': 'send',
        'messaging.destination.name': topic,
      };
      spans.ended({ name: `send ${topic}`, kind: 'producer', ...span, startedAt, endedAt, attributes });
    }
  }
};
