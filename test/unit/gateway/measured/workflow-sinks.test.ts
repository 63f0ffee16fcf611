import type { InjectedSinkFunction } from '@temporalio/worker';
import { workflowSinks } from '../../../../src/gateway/measured/workflow-sinks';
import { EVENT_SINK } from '../../../../src/model/keys/key-event';
import { routePrefix } from '../../../../src/model/names/workflow-id';
import { LimitedLog } from '../../../../src/telemetry/limited-log';
import { silentLog } from '../../kafka/silent-log';
import { counted } from './counted';

const NAMES = { gateway: 'bank', routes: [{ name: 'orders' }, { name: 'transfers' }] };

const counts = (workflowId: string, told: object): readonly string[] => {
  const telemetry = counted();
  const { count } = workflowSinks(NAMES, telemetry, new LimitedLog(silentLog))[EVENT_SINK] as unknown as Record<
    string,
    InjectedSinkFunction<(counts: object) => void>
  >;
  expect(count?.callDuringReplay).toBe(false);
  void count?.fn({ workflowId } as Parameters<typeof count.fn>[0], told);
  return telemetry.counts;
};

test('What workflows count is counted for their route, and what they left out by why.', () => {
  const told = {
    accepted: 7,
    settled: 5,
    duplicates: 2,
    stale: 1,
    refused: 1,
    skipped: 1,
    deadLettered: 3,
    redriven: 1,
  };
  expect(counts(`${routePrefix('bank', 'transfers')}acc-07`, told)).toEqual([
    'sluice_records_accepted_total{route=transfers} 7',
    'sluice_records_settled_total{route=transfers} 5',
    'sluice_records_redriven_total{route=transfers} 1',
    'sluice_records_dropped_total{route=transfers,reason=duplicate} 2',
    'sluice_records_dropped_total{route=transfers,reason=stale} 1',
    'sluice_records_dropped_total{route=transfers,reason=refused} 1',
    'sluice_records_dropped_total{route=transfers,reason=skipped} 1',
    'sluice_records_dropped_total{route=transfers,reason=dead-lettered} 3',
  ]);
});

test('A workflow of no route of this configuration has no label of its own.', () => {
  expect(counts('stranger/acc-07', { settled: 1 })).toEqual(['sluice_records_settled_total{route=} 1']);
});
