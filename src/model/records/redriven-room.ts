import { MAX_REDRIVEN, type RedrivenEntry } from '../contract/redrive';
import { jsonSize } from '../json/json-size';

/** What waiting letters tell of their calls must fit what a workflow carries, too. */
export const MAX_REDRIVEN_BYTES = 512 * 1024;

/** The room that one workflow has for redriven records that wait. */
export class RedrivenRoom {
  private records = 0;
  private bytes = 0;

  /** Takes a place for the record; false if there is none. */
  take({ stream, position, redriven }: RedrivenEntry): boolean {
    if (this.records >= MAX_REDRIVEN) return false;
    const bytes = jsonSize(JSON.stringify([stream, position, redriven]));
    if (this.bytes + bytes > MAX_REDRIVEN_BYTES) return false;
    this.records += 1;
    this.bytes += bytes;
    return true;
  }
}
