import type { CarriedAgent } from '../../model/contract/agent-contract';

/** What an agent has done: its polls that worked, and what became of their items. */
export class PollCounts {
  private lastAt: number | undefined;
  private polls: number;
  private published: number;
  private repeats: number;

  constructor({ polledAt, polls = 0, published = 0, repeats = 0 }: CarriedAgent) {
    this.lastAt = polledAt;
    this.polls = polls;
    this.published = published;
    this.repeats = repeats;
  }

  /** When the last poll that worked was settled. */
  get polledAt(): number | undefined {
    return this.lastAt;
  }

  get shown(): Required<Pick<CarriedAgent, 'polls' | 'published' | 'repeats'>> {
    const { polls, published, repeats } = this;
    return { polls, published, repeats };
  }

  addPublished(items: number): void {
    this.published += items;
  }

  addPoll(repeats: number): void {
    this.lastAt = Date.now();
    this.polls += 1;
    this.repeats += repeats;
  }

  carry(): Pick<CarriedAgent, 'polledAt' | 'polls' | 'published' | 'repeats'> {
    return this.lastAt === undefined ? {} : { polledAt: this.lastAt, ...this.shown };
  }
}
