/** As the SDK writes it, mapped to the sources: `    at pay (/app/workflows.ts:12:8)`, or without the name. */
const FRAME = /^\s+at (?:.* \()?([^()]+):(\d+):\d+\)?$/;
/** Frames of packages, of Sluice itself, of Node, and those that are mapped to nothing. */
const NOT_THE_USERS =
  /[\\/]node_modules[\\/]|[\\/]lib[\\/]workflows[\\/].+\.js$|workflow-bundle|^(?:node:|undefined$|null$|<)/;
const MAX_FRAMES = 50;
const MAX_CHARACTERS = 200;

/**
 * Where in the user's code something was thrown, as `workflows.ts:12`; undefined if nothing says so. It never fails,
 * since what is thrown may do anything when it is read.
 */
export const thrownPlace = (error: unknown): string | undefined => {
  try {
    const stack: unknown = error instanceof Error ? error.stack : undefined;
    if (typeof stack !== 'string') return undefined;
    for (const line of stack.slice(0, 20_000).split('\n').slice(0, MAX_FRAMES)) {
      const [, path, at] = FRAME.exec(line) ?? [];
      if (path === undefined || at === undefined || NOT_THE_USERS.test(path)) continue;
      return `${path.slice(path.search(/[^\\/]*$/)).slice(0, MAX_CHARACTERS)}:${at}`;
    }
    return undefined;
  } catch {
    return undefined;
  }
};
