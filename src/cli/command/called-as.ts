// How the user calls the program, so that commands which it prints can be pasted as they stand.
import path from 'node:path';
import { shellWord } from '../../model/shell-word';
import { variableOf, type Environment } from '../../config/environment/environment';

/** What a process knows of how it was called: parts of `process`. */
export interface Calling {
  readonly argv: readonly string[];
  readonly argv0: string;
  readonly execArgv: readonly string[];
  readonly env: Environment;
  readonly cwd: string;
}

const NAME = 'sluice';
/** How programs of a project are run by what has run this one, which had put them on its PATH. */
const RUNNERS: Readonly<Record<string, string>> = {
  npm: `npx ${NAME}`,
  pnpm: `pnpm exec ${NAME}`,
  yarn: `yarn ${NAME}`,
  bun: `bunx ${NAME}`,
};

/** `sluice`, `npx sluice`, or `node lib/cli/main.js`. */
export const calledAs = ({ argv: [, script = NAME], argv0, execArgv, env, cwd }: Calling): string => {
  if (path.basename(script) !== NAME) return [argv0, ...execArgv, typedPath(script, cwd)].map(shellWord).join(' ');
  const [runner = ''] = variableOf(env, 'npm_config_user_agent')?.split('/') ?? [];
  const by = Object.hasOwn(RUNNERS, runner) ? RUNNERS[runner] : undefined;
  if (by !== undefined) return by;
  const onPath = (variableOf(env, 'PATH') ?? '').split(path.delimiter);
  if (onPath.some((directory) => directory !== '' && path.resolve(cwd, directory) === path.dirname(script)))
    return NAME;
  return shellWord(typedPath(script, cwd));
};

/** As seen from the working directory, if the file is below it. */
const typedPath = (file: string, cwd: string): string => {
  const relative = path.relative(cwd, file);
  if (relative.startsWith('..') || path.isAbsolute(relative)) return file;
  return relative.includes(path.sep) ? relative : `.${path.sep}${relative}`;
};
