import type { Log } from '../log';
import { TAKEN_BEFORE } from '../model/routes/route-control';
import type { RouteControlStore } from '../temporal/route-control-store';

export interface ReportDeps {
  readonly route: string;
  readonly control: Pick<RouteControlStore, 'send'>;
  readonly log: Log;
}

/** Reports records that were passed over, counted by the replay that leaves them out. */
export const reportLeftOut = async (
  { route, control, log }: ReportDeps,
  counted: ReadonlyMap<number, number>,
): Promise<void> => {
  for (const [replay, records] of counted) {
    if (replay === TAKEN_BEFORE) {
      log.warn(
        { route, records },
        'records that were taken in before the route was rehosted were read again and left out',
      );
      continue;
    }
    log.info({ route, replay, records }, 'records of other keys were left out of a replay');
    await control.send({ kind: 'replay-left-out', replay, records });
  }
};
