import { comparePositions, type WireRecord } from '../../model/contract/record';
import { jsonSize } from '../../model/json/json-size';
import type { EditCommand } from '../../model/keys/key-commands';
import { nothingToDo, refused, type Commandable } from '../chain/commandable';
import type { InlineBudget } from '../inbox/inbox';
import { headRevision } from '../chain/head-revision';

/** An edited record stays in the workflow until it is settled, and must fit a continue-as-new input. */
const MAX_BYTES = 256 * 1024;

/**
 * The record that an operator wants in place of the head, with its new revision. Whatever changes the request changes
 * the revision; the same edit given twice must not, because the first may be on its way.
 * @throws ApplicationFailure in words.
 */
export const editedRecord = (
  { chain, head }: Commandable,
  { record, seen }: EditCommand,
  budget: InlineBudget,
): WireRecord => {
  const { revision: before = 0 } = headRevision(chain);
  if (comparePositions(record, head.position) !== 0 || record.partition !== head.position.partition) {
    throw refused(`Key ${chain.id} is now at the record with offset ${head.position.offset}, not ${record.offset}.`);
  }
  if ('reference' in record.value || 'undecodable' in record.value) {
    throw refused('An edited record needs a value that can be read.');
  }
  const edited = { ...record, revision: before + 1 };
  if (before > 0 && content(edited) === content(head.record)) {
    throw nothingToDo(
      `The record already has this value and these headers (revision ${before}); \`retry\` tries it once more.`,
    );
  }
  if (seen !== before) {
    throw refused(`The record was edited by someone else meanwhile: it has revision ${before}, not ${seen}.`);
  }
  const bytes = jsonSize(JSON.stringify(edited));
  if (bytes > MAX_BYTES) {
    throw refused(`An edited record may have ${MAX_BYTES} bytes as JSON, got ${bytes}.`);
  }
  if (!budget.fitsEdited(bytes, head)) {
    throw refused('The workflow has as many edited records as it can take: let some be settled first.');
  }
  return edited;
};

const content = (record: WireRecord | undefined): string => JSON.stringify([record?.value, record?.headers ?? []]);
