import type { Command } from 'commander';
import { loadConfig } from '../../config/gateway/load-config';
import { USUAL_CONFIG } from '../command/common-options';
import type { CommandContext, CommandResult } from '../command/command';
import { EXIT_CODES } from '../command/exit-codes';
import { devEnvironment } from '../command/running-engines';
import { completions, type ConfigNames } from './completions';
import { COMPLETION_SCRIPTS, type Shell } from './completion-scripts';

export interface CompletionOptions {
  readonly shell: Shell | 'words';
  /** Only with `words`. */
  readonly words: readonly string[];
  readonly program: Command;
}

const NOTHING: ConfigNames = { routes: [], destinations: [], agents: [] };

/** `sluice completion SHELL` */
export const completionCommand = async (
  { shell, words, program }: CompletionOptions,
  { env, print }: CommandContext,
): Promise<CommandResult> => {
  if (shell !== 'words') {
    print(COMPLETION_SCRIPTS[shell]);
    return { exitCode: EXIT_CODES.done, document: { shell, script: COMPLETION_SCRIPTS[shell] } };
  }
  const names = async (config = USUAL_CONFIG): Promise<ConfigNames> => {
    try {
      // Where the engines are does not matter.
      const { routes, destinations, agents } = await loadConfig(config, devEnvironment(env));
      return {
        routes: routes.map(({ name }) => name),
        destinations: Array.from(destinations.keys()),
        agents: agents.map(({ name }) => name),
      };
    } catch {
      return NOTHING; // whoever is typing does not want to read what is wrong with the config
    }
  };
  const found = await completions(program, { words, names });
  for (const word of found) print(word);
  return { exitCode: EXIT_CODES.done, document: { words: found } };
};
