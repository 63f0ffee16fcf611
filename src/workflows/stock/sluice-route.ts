// Control workflow of a route, which keeps what operators want of it. Its history is what counts: bridges and the
// command line read the commands there and obey even while no worker runs. A worker shows them and cuts the history.
import { CancellationScope, condition, setCurrentDetails } from '@temporalio/workflow';
import { foldRouteCommand, type RouteCommand } from '../../model/routes/route-command';
import { INITIAL_CONTROL, ROUTE_SIGNAL, type RouteControl, type RouteInput } from '../../model/routes/route-control';
import { isRouteCommand, isRouteInput, isWholeRouteInput } from '../../model/wire/route-inputs';
import { continueOnCurrentBuild } from '../host/continue-on-current-build';
import { RunLength } from '../host/run-length';
import { onSignal } from '../wire/checked-handlers';
import { checkedStart } from '../wire/checked-start';
import { Refusals } from '../wire/refusals';

const COMMANDS_PER_RUN = 200;

export const sluiceRoute = checkedStart(
  isRouteInput,
  (input) => CancellationScope.nonCancellable(() => controlRoute(input)),
  isWholeRouteInput,
);

const controlRoute = async (input: RouteInput): Promise<never> => {
  let control = input.control ?? INITIAL_CONTROL;
  let commands = 0;
  const length = new RunLength();
  const obey = (command: RouteCommand): void => {
    control = foldRouteCommand(control, command);
    commands += 1;
    setCurrentDetails(details(control));
  };
  onSignal(ROUTE_SIGNAL, isRouteCommand, obey, new Refusals());
  setCurrentDetails(details(control));
  length.listen();
  await condition(() => commands >= COMMANDS_PER_RUN || length.isFull());
  return continueOnCurrentBuild({ ...input, control });
};

const details = ({ desired, since, replay, failures = [] }: RouteControl): string =>
  [
    `Desired: **${desired}**${since === undefined ? '' : `, since ${since}`}. \`sluice status\` shows the real state.`,
    ...(replay === undefined ? [] : [`Replay ${replay.number}: ${replay.phase}, begun ${replay.begun}.`]),
    ...failures.map(({ bridge, since: from, message }) => `Failed in bridge ${bridge} since ${from}: ${message}`),
  ].join('\n\n');
