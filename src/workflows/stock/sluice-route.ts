// Control workflow of a route, which keeps what operators want of it. Its history is what counts: bridges and the
// command line read the commands there and obey even while no worker runs. A worker shows them and cuts the history.
import { CancellationScope, condition, defineSignal, setCurrentDetails, setHandler } from '@temporalio/workflow';
import { foldRouteCommand, type RouteCommand } from '../../model/route-command';
import { INITIAL_CONTROL, ROUTE_SIGNAL, type RouteControl, type RouteInput } from '../../model/route-control';
import { continueOnCurrentBuild } from '../host/continue-on-current-build';
import { RunLength } from '../host/run-length';

const COMMANDS_PER_RUN = 200;

export const sluiceRoute = (input: RouteInput): Promise<never> =>
  CancellationScope.nonCancellable(() => controlRoute(input));

const controlRoute = async (input: RouteInput): Promise<never> => {
  let control = input.control ?? INITIAL_CONTROL;
  let commands = 0;
  const length = new RunLength();
  setHandler(defineSignal<[RouteCommand]>(ROUTE_SIGNAL), (command) => {
    control = foldRouteCommand(control, command);
    commands += 1;
    setCurrentDetails(details(control));
  });
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
