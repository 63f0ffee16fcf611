import { shellWord } from '../../model/shell-word';
import { keyName } from './key-name';

const IN_TEXT = /`sluice (keys|agents) ([a-z-]+)((?: --[a-z-]+)*)`/g;
const LANE = /^~lane-(\d+)-of-\d+$/;
/** They concern a route, and no key. */
const OF_NO_KEY = /^list\b/;

/**
 * Gives the commands of a text the options that name what it is about: a host by its workflow id, of which a key by its
 * chain. Whoever wrote the text did not know how commands name it, or that a command would.
 */
export const wholeCommands = (text: string, workflowId: string, chain?: string): string => {
  const [, owner = '', own = ''] = workflowId.split('/', 3);
  return text.replace(IN_TEXT, (_all, noun: string, verb: string, flags: string) => {
    const named = noun === 'agents' ? ` -a ${shellWord(own)}` : keyOptions(owner, chain ?? own, `${verb}${flags}`);
    return `\`sluice ${noun} ${verb}${named}${flags}\``;
  });
};

const keyOptions = (route: string, chain: string, words: string): string => {
  if (words.includes('--all')) return '';
  if (OF_NO_KEY.test(words)) return ` -r ${shellWord(route)}`;
  const [, lane] = LANE.exec(chain) ?? [];
  return ` -r ${shellWord(route)} ${lane === undefined ? `-k ${shellWord(keyName(chain))}` : `--lane ${lane}`}`;
};
