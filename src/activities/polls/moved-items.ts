import { pollInvalid } from './poll-failure';
import type { Position } from './poll-position';

/** The failure of a list that loses or moves items. It is said until the paging is mended, and the poll goes on meanwhile. */
export const movedItems = (at: Position): Error =>
  pollInvalid(
    `Items have moved to other pages (${JSON.stringify(at).slice(0, 200)}), or the API does not give those that stand there: ` +
      'the list does not grow at its end only, and not all of its items are seen. ' +
      "Ask the API for the oldest items first, or set paging.atEnd: 'restart'.",
  );
