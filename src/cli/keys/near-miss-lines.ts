import { plural } from '../../terminal-text';
import type { NearMiss } from '../../operations/keys/near-misses';
import { filterText, selectedText } from './filter-text';

/** Which commands find the keys that a selection has missed; `command` is what the options come behind. */
export const nearMissLines = (misses: readonly NearMiss[], command: string): readonly string[] =>
  misses.flatMap(({ selection, keys }) => {
    const are = `${plural(keys, 'key')} ${keys === 1 ? 'is' : 'are'} ${selectedText(selection)}:`;
    return [
      keys === 0 ? 'No key can ever be. This command lists such keys:' : are,
      `    sluice ${command}${filterText(selection)}`,
    ];
  });
