import type { WorkerOptions } from '@temporalio/worker';
import { EVENT_SINK, type KeyCounts, type KeyEvent } from '../../model/keys/key-event';
import { routePrefix } from '../../model/names/workflow-id';
import type { LimitedLog } from '../../telemetry/limited-log';
import type { Telemetry } from '../../telemetry/telemetry';
import { toldCounts } from './told-counts';
import { toldEvents } from './told-events';

interface Names {
  readonly gateway: string;
  readonly routes: readonly { readonly name: string }[];
}

interface Told {
  readonly workflowId: string;
}

/** What takes what workflows tell. A repeated task may tell it twice; a replay tells nothing. */
export const workflowSinks = (
  { gateway, routes }: Names,
  telemetry: Telemetry,
  log: LimitedLog,
): NonNullable<WorkerOptions['sinks']> => {
  const prefixes = routes.map(({ name }) => ({ name, prefix: routePrefix(gateway, name) }));
  const routeOf = ({ workflowId }: Told): string =>
    prefixes.find(({ prefix }) => workflowId.startsWith(prefix))?.name ?? '';
  const tell = toldEvents(telemetry, log);
  return {
    [EVENT_SINK]: {
      tell: {
        fn: (told: Told, event: KeyEvent) => {
          tell(routeOf(told), event);
        },
        callDuringReplay: false,
      },
      count: {
        fn: (told: Told, counts: KeyCounts) => {
          toldCounts(routeOf(told), counts, telemetry);
        },
        callDuringReplay: false,
      },
    },
  };
};
