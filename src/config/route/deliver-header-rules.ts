// Rules for the headers of a `deliver` route.
import {
  headerNameProblems,
  ownHeaderProblems,
  reservedHeaderProblems,
  secretHeaderProblems,
} from '../destination/header-rules';
import type { Problem } from '../checking/problem';
import { fieldOf } from '../checking/raw';

/** `path` leads to `deliver`. */
export const deliverHeaderProblems = (
  path: readonly string[],
  deliver: unknown,
  destination: unknown,
): readonly Problem[] => {
  const headers = fieldOf(deliver, 'headers');
  const headersPath = [...path, 'headers'];
  return [
    ...headerNameProblems(headersPath, headers),
    ...reservedHeaderProblems(headersPath, headers, destination),
    ...secretHeaderProblems(headersPath, headers, destination),
    ...ownHeaderProblems([...path, 'callbackHeader'], fieldOf(deliver, 'callbackHeader')),
  ];
};
