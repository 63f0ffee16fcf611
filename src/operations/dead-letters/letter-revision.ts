import { nextRevision } from '../../model/records/next-revision';
import type { Redriven } from '../../model/contract/redrive';
import type { StoredLetter } from './stored-letter';

/** The revision for another request of a letter's record: one under which nothing was ever sent (I12). */
export const letterRevision = ({
  stream,
  revision,
  unknownRevisions,
}: Pick<StoredLetter, 'stream' | 'revision' | 'unknownRevisions'>): number =>
  nextRevision(stream, revision, unknownRevisions);

/** What a letter's record is told of its revisions when it comes back; a new one is behind all that nobody knows. */
export const redrivenRevision = (
  letter: Pick<StoredLetter, 'revision' | 'unknownRevisions'>,
  revision: number,
): Pick<Redriven, 'revision' | 'unknownRevisions'> => {
  const unknown = revision === letter.revision ? letter.unknownRevisions : 0;
  return { ...(revision === 0 ? {} : { revision }), ...(unknown === 0 ? {} : { unknownRevisions: unknown }) };
};
