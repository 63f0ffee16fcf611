import { pollInvalid } from './poll-failure';
import type { Position } from './poll-position';

/** The failure of a page that is the first one, whatever was asked for. */
export const ignoredPlace = (at: Position): Error =>
  pollInvalid(
    `The next page (${JSON.stringify(at).slice(0, 200)}) has the same items as the first page has now: the API ignores what it is asked for. ` +
      'Correct the paging, such as the name of its parameter.',
  );
