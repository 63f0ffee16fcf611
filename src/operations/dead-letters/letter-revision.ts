import { nextRevision } from '../../model/next-revision';
import type { StoredLetter } from './stored-letter';

/** The revision for another request of a letter's record: one under which nothing was ever sent (I12). */
export const letterRevision = ({
  stream,
  revision,
  unknownRevisions,
}: Pick<StoredLetter, 'stream' | 'revision' | 'unknownRevisions'>): number =>
  nextRevision(stream, revision, unknownRevisions);
