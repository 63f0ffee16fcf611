/** As the SDK writes it, mapped to the sources: `    at pay (/app/workflows.ts:12:8)`, or without the name. */
const FRAME = /^\s+at (?:(.*) \()?([^()]+):(\d+):\d+\)?$/;
/** Frames of packages, of Sluice itself, of Node, and those that are mapped to nothing. */
const NOT_THE_USERS =
  /[\\/]node_modules[\\/]|[\\/]lib[\\/]workflows[\\/].+\.js$|workflow-bundle|^(?:node:|evalmachine|undefined$|null$|<)/;
/** What of Sluice is on a handler's stack, by its sources. Users may have folders of the same names. */
const SLUICES = new RegExp(
  `[\\\\/]src[\\\\/]workflows[\\\\/](?:${[
    'handler[\\\\/](?:record-\\w+|handler-turn|keyed-workflow|callback-waits|publish-list|step-guard|assert-given|given)',
    'handler[\\\\/](?:as-given|carried-request|gateway-record|handed-context|answer-for|not-awaited|stake-of|tell-thrown)',
    'sandbox[\\\\/](?:bounded-steps|stackless-promises|frozen-intrinsics|freeze-graph|guard-global)',
    'sandbox[\\\\/](?:enable-overrides|lone-rejections|realm-exchange|sdk-module|sent-sink-calls|settled-in-turn|worker-realm)',
    'turn[\\\\/](?:turn|state-maker|deliver-turn)',
    'host[\\\\/]host',
  ].join('|')})\\.ts$`,
);
/** Of a function. What is computed at run time, such as a property's name, may be a record's. */
const NAME = /^(?:async |new )?[\w$.<>]{1,80}$/;
const MAX_LINES = 50;
const MAX_FRAMES = 8;
const MAX_CHARACTERS = 200;

const isTheUsers = (path: string): boolean => !NOT_THE_USERS.test(path) && !SLUICES.test(path);

/** A mapped frame has the name by which its caller calls it: within Sluice or a package that is some word of theirs. */
const isStrangers = (line: string): boolean => {
  const [, , path] = FRAME.exec(line) ?? [];
  return path !== undefined && !isTheUsers(path);
};

interface ThrownFrame {
  /** `gateway/workflows.ts:12` */
  readonly place: string;
  /** `pay (gateway/workflows.ts:12)`, or the place if the function has no name. */
  readonly text: string;
}

/** With its folder, which tells it from others of its name; where the project lies is of no interest. */
const fileOf = (path: string): string =>
  path
    .split(/[\\/]/)
    .filter((part) => part !== '')
    .slice(-2)
    .join('/');

/** Undefined for a frame that is not the user's. `caller` is the line below, the frame that called it. */
const frameOf = (line: string, caller: string): ThrownFrame | undefined => {
  const [, name = '', path, at] = FRAME.exec(line) ?? [];
  if (path === undefined || at === undefined || !isTheUsers(path)) return undefined;
  const place = `${fileOf(path).slice(-MAX_CHARACTERS)}:${at}`;
  return { place, text: NAME.test(name) && !isStrangers(caller) ? `${name} (${place})` : place };
};

/**
 * Where in the user's code something was thrown, innermost first. It never fails, since what is thrown may do anything
 * when it is read.
 */
const thrownFramesOf = (error: unknown): readonly ThrownFrame[] => {
  try {
    const stack: unknown = error instanceof Error ? error.stack : undefined;
    if (typeof stack !== 'string') return [];
    const lines = stack.slice(0, 20_000).split('\n').slice(0, MAX_LINES);
    return lines.flatMap((line, index) => frameOf(line, lines[index + 1] ?? '') ?? []).slice(0, MAX_FRAMES);
  } catch {
    return [];
  }
};

/** Where it was thrown, as `gateway/workflows.ts:12`; undefined if nothing says so. */
export const thrownPlace = (error: unknown): string | undefined => thrownFramesOf(error)[0]?.place;

/** At most eight frames of the user's code, innermost first: `pay (gateway/workflows.ts:12)`. */
export const thrownFrames = (error: unknown): readonly string[] => thrownFramesOf(error).map(({ text }) => text);

const ERROR_NAME = /^[\w$.]{1,64}$/;

/** The name of what was thrown, such as TypeError; `Error` if it has none that is one. */
export const thrownName = (error: unknown): string => {
  try {
    const name: unknown = error instanceof Error ? error.name : undefined;
    return typeof name === 'string' && ERROR_NAME.test(name) ? name : 'Error';
  } catch {
    return 'Error';
  }
};
