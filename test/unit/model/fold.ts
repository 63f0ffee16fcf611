import { foldRouteCommand, type RouteCommand } from '../../../src/model/routes/route-command';
import { INITIAL_CONTROL, type RouteControl } from '../../../src/model/routes/route-control';

export const time = '2026-11-22T20:00:00.000Z';

let ids = 0;

/** What is wanted of a route after `commands`, each with an id of its own, and given at `time` where it does not say another. */
export const fold = (commands: readonly object[], from: RouteControl = INITIAL_CONTROL): RouteControl =>
  commands.reduce<RouteControl>((control, command) => {
    ids += 1;
    return foldRouteCommand(control, { id: String(ids), time, ...command } as RouteCommand);
  }, from);
