import type { Counters } from '../../model/contract/contract';
import { tellCounts } from '../chain/event-sink';

/** Tells the worker by how much the counters of a workflow have grown. What an earlier run counted is no news. */
export class ToldCounters {
  private told: Counters;

  constructor(private readonly counters: Counters) {
    this.told = { ...counters };
  }

  tell(): void {
    const names = Object.keys(this.counters) as (keyof Counters)[];
    const grown = names.flatMap((name) => {
      const more = (this.counters[name] ?? 0) - (this.told[name] ?? 0);
      return more > 0 ? [[name, more] as const] : [];
    });
    if (grown.length === 0) return;
    this.told = { ...this.counters };
    tellCounts(Object.fromEntries(grown));
  }
}
