import { createHash } from 'node:crypto';
import type { PolledRecord } from '../../config/agent/poll-source';

/** Pages that lead in a circle are found if the circle is no longer than this. */
const LENGTH = 8;
const CHARACTERS = 12;

/** What the last pages of a walk through a source held, each as a short digest, oldest first. */
export class PageTrail {
  constructor(readonly pages: readonly string[] = []) {}

  /** True if one of these pages had the same items: the source does not follow what it is asked for. */
  has(records: readonly PolledRecord[]): boolean {
    return records.length > 0 && this.pages.includes(digestOf(records));
  }

  /** The trail with one page more. A page without items leaves no mark. */
  with(records: readonly PolledRecord[]): PageTrail {
    return records.length === 0 ? this : new PageTrail([...this.pages, digestOf(records)].slice(-LENGTH));
  }
}

/** Items are told apart by their ids, which a source may repeat with other values; without ids, by their values. */
const digestOf = (records: readonly PolledRecord[]): string =>
  createHash('sha256')
    .update(
      JSON.stringify(records.map(({ id, value, source }) => (id === undefined ? { value: source ?? value } : { id }))),
    )
    .digest('base64url')
    .slice(0, CHARACTERS);
