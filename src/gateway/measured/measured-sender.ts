import type { SignalSender } from '../../bridge/signal-sender';
import type { Telemetry } from '../../telemetry/telemetry';

/** Counts the signals of a route, how long Temporal took for them, and the records that they have made durable. */
export const measuredSender = (route: string, sender: SignalSender, telemetry: Telemetry): SignalSender => ({
  send: async (target, signal, bytes) => {
    const began = performance.now();
    const result = await sender.send(target, signal, bytes);
    telemetry.observe('sluice_signal_duration_seconds', { route }, (performance.now() - began) / 1_000);
    telemetry.count('sluice_signals_total', { route, outcome: result.kind });
    if (result.kind === 'durable') {
      telemetry.count('sluice_records_durable_total', { route }, signal.records.length);
      if (signal.stream.replay !== undefined) {
        telemetry.count('sluice_records_replayed_total', { route }, signal.records.length);
      }
    }
    return result;
  },
});
