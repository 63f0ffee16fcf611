// What bridges that cannot run a route tell of it. They tell the route's control workflow, because whoever asks for the
// status of a route runs in another process. Stored in histories: only optional fields may be added.

export interface RouteFailure {
  /** Process and host of the bridge. */
  readonly bridge: string;
  /** Code of the GatewayError. */
  readonly code: string;
  readonly message: string;
  /** ISO 8601 time at which the bridge first failed. */
  readonly since: string;
  /** ISO 8601 time at which it last said so. */
  readonly time: string;
}

export interface FailedCommand extends Omit<RouteFailure, 'time'> {
  readonly kind: 'failed';
}

/** Sent by a bridge that reads again, or that ends. */
export interface MendedCommand {
  readonly kind: 'mended';
  readonly bridge: string;
}

/** A bridge that fails says so this often. */
export const TOLD_EVERY_MS = 30_000;
/** A bridge that has said nothing for this long was killed; this allows for clocks that differ. */
const BELIEVED_MS = 90_000;
const MOST_BRIDGES = 20;
const MOST_CHARACTERS = 2_000;

type Failures = readonly RouteFailure[];
interface Failing {
  readonly failures?: Failures;
}

const without = (failures: Failures, bridge: string): Failures => failures.filter((one) => one.bridge !== bridge);

/** Returns what is known after a command of a bridge: the one that spoke last is at the end. */
export const tellFailure = <T extends Failing>(
  control: T,
  command: (FailedCommand | MendedCommand) & { readonly time: string },
): T => {
  const others = without(control.failures ?? [], command.bridge);
  if (command.kind === 'mended')
    return others.length === 0 ? forgetFailures(control) : { ...control, failures: others };
  const { bridge, code, message, since, time } = command;
  const failure = { bridge, code, message: message.slice(0, MOST_CHARACTERS), since, time };
  return { ...control, failures: [...others, failure].slice(-MOST_BRIDGES) };
};

/** A command of an operator makes the route forget its failures: bridges that still fail say so again. */
export const forgetFailures = <T extends Failing>(control: T): T => {
  const rest: T & { failures?: unknown } = { ...control };
  delete rest.failures;
  return rest;
};

/** Leaves out bridges that were killed while they failed. `now` is in milliseconds since the Unix epoch. */
export const presentFailures = ({ failures = [] }: Failing, now: number): Failures =>
  failures.filter(({ time }) => Date.parse(time) > now - BELIEVED_MS);
