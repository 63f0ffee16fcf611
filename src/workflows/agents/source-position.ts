import type { CarriedAgent, PollOutcome, PollWork } from '../../model/contract/agent-contract';
import { defined } from '../../model/defined';

/** How far an agent has read its source. */
export class SourcePosition {
  private json: string | undefined;
  private slot: number | undefined;
  /** Not carried: it would be too much for a thousand agents, and costs one page to learn again. */
  private lastSeen: string | undefined;
  private moves = 0;

  constructor({ cursor, slot }: CarriedAgent) {
    this.json = cursor === undefined ? undefined : JSON.stringify(cursor);
    this.slot = slot;
  }

  /** Grows when an operator sets the cursor, so that an older poll does not move it. */
  get epoch(): number {
    return this.moves;
  }

  get cursorJson(): string | undefined {
    return this.json;
  }

  get cursor(): unknown {
    return this.json === undefined ? undefined : (JSON.parse(this.json) as unknown);
  }

  /** The hashes of the last page that repeated items. */
  get seen(): string | undefined {
    return this.lastSeen;
  }

  /** Goes to an operator's cursor. */
  set(cursor: unknown): void {
    this.json = cursor === undefined ? undefined : JSON.stringify(cursor);
    this.lastSeen = undefined;
    this.moves += 1;
  }

  /** `epoch`: as it was when the poll began. `seen`: the hashes of a page that repeated items. */
  advance({ slot, polled }: PollOutcome, seen: string | undefined, epoch: number): void {
    this.slot = slot ?? this.slot;
    if (epoch !== this.moves) return;
    if (polled?.cursor !== undefined) this.json = JSON.stringify(polled.cursor);
    this.lastSeen = seen;
  }

  carry(): Pick<CarriedAgent & PollWork, 'cursor' | 'slot'> {
    const { json, cursor, slot } = this;
    return { ...(json === undefined ? {} : { cursor }), ...defined({ slot }) };
  }
}
