import { WAIT_REASONS } from '../../model/contract/wait-reason';
import type { LetterState } from '../../operations/dead-letters/stored-letter';
import { shellWord } from '../../model/shell-word';
import { plural } from '../../terminal-text';
import type { ListLettersOptions } from './letter-context';

type Asked = Pick<ListLettersOptions, 'route' | 'state' | 'cause' | 'destination' | 'exact'>;

/** Says of a list without letters what has become of such letters, or that there can be none. */
export const missedLetterLines = (
  { route, state, cause, destination, exact }: Asked,
  others: ReadonlyMap<LetterState, number>,
): readonly string[] => {
  const at = destination === undefined ? '' : ` --destination ${shellWord(destination)}`;
  if (WAIT_REASONS.some((reason) => reason === cause)) {
    const status = cause === 'rate-limited' ? 'all' : 'postponed';
    return [
      `No letter is ever written for ${cause}: its keys wait. This command lists them:`,
      `    sluice keys list -r ${route} -s ${status}${status === 'all' ? '' : at} --error ${cause}`,
    ];
  }
  const why = cause === undefined ? '' : ` --cause ${shellWord(cause)}`;
  const filters = `${why}${at}${exact === true ? ' --exact' : ''}`;
  return Array.from(others)
    .filter(([other]) => state !== 'all' && other !== state)
    .flatMap(([other, count]) => [
      `${plural(count, 'such letter')} ${count === 1 ? 'is' : 'are'} ${other}:`,
      `    sluice dead-letters list -r ${route} -s ${other}${filters}`,
    ]);
};
