import type { KeyCounts } from '../../model/keys/key-event';
import type { Telemetry } from '../../telemetry/telemetry';

/** Why a workflow took no record in, or gave one up, by the counter that says so. */
const DROPPED = {
  duplicates: 'duplicate',
  stale: 'stale',
  refused: 'refused',
  skipped: 'skipped',
  deadLettered: 'dead-lettered',
} as const satisfies Partial<Record<keyof KeyCounts, string>>;

/** Counts what the workflows of a route say of their records. */
export const toldCounts = (route: string, counts: KeyCounts, telemetry: Pick<Telemetry, 'count'>): void => {
  const { accepted = 0, settled = 0, redriven = 0 } = counts;
  if (accepted > 0) telemetry.count('sluice_records_accepted_total', { route }, accepted);
  if (settled > 0) telemetry.count('sluice_records_settled_total', { route }, settled);
  if (redriven > 0) telemetry.count('sluice_records_redriven_total', { route }, redriven);
  for (const [name, reason] of Object.entries(DROPPED)) {
    const dropped = counts[name as keyof typeof DROPPED] ?? 0;
    if (dropped > 0) telemetry.count('sluice_records_dropped_total', { route, reason }, dropped);
  }
};
