import { Argument, type Command } from 'commander';
import type { CommonOptions, Handler } from '../command/command';
import { reporting, type Execute } from '../command/common-options';
import type { CompletionOptions } from './completion-command';
import { SHELLS } from './completion-scripts';

/** `words` is what the scripts call: it is no shell, and is not shown. */
export const addCompletion = (program: Command, handler: Handler<CompletionOptions>, execute: Execute): void => {
  reporting(program.command('completion'))
    .description('Print what lets a shell complete the words of sluice.')
    .addArgument(new Argument('<shell>', SHELLS.join(', ')).choices([...SHELLS, 'words']))
    .argument('[words...]', 'for the scripts themselves: what was typed so far')
    .action((shell: CompletionOptions['shell'], words: readonly string[], values: Omit<CommonOptions, 'config'>) =>
      execute(values, 'answers', (context) => handler({ shell, words, program }, context)),
    );
};
