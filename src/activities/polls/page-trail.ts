import type { PagePrint } from './page-print';

/** Pages that lead in a circle are found at once if the circle is no longer than this, and longer ones later. */
const LENGTH = 8;
const DIGEST = 8;
const SAMPLE = 6;

/**
 * What the last pages of a walk through a source held, oldest first: a digest of each, and of the last one also samples
 * of its items. It is kept with the cursor, so it must be short.
 */
export class PageTrail {
  constructor(readonly pages: readonly string[] = []) {}

  /** True if it has items of a last page. */
  get tells(): boolean {
    return this.samples.length > 0;
  }

  /** How many of these pages had the same items. */
  countOf({ digest }: PagePrint): number {
    return this.digests.filter((page) => page === digest).length;
  }

  /** True if this was the last page. */
  endsWith({ digest }: PagePrint): boolean {
    return this.digests.at(-1) === digest;
  }

  /** True if the page has an item that the page before it had, too. */
  touches({ items }: PagePrint): boolean {
    return items.some((item) => this.samples.includes(item.slice(0, SAMPLE)));
  }

  /** Place in this page of the last item of the page before it; -1 if it is not here. */
  placeOfLast({ items }: PagePrint): number {
    return items.findIndex((item) => item.slice(0, SAMPLE) === this.samples[0]);
  }

  /** The trail with one page more. */
  with({ digest, items }: PagePrint): PageTrail {
    // The last item comes first: it is what a list that has grown before it moves on to the next page.
    const samples = [items.at(-1), items[0], items[Math.floor(items.length / 2)]].map((item) => item?.slice(0, SAMPLE));
    const page = digest + Array.from(new Set(samples)).join('');
    return new PageTrail([...this.digests, page].slice(-LENGTH));
  }

  /** Items that stand first, or last, on this page and on the page before it. */
  inPlace({ items }: PagePrint): readonly string[] {
    const [last, head = last] = this.samples;
    const [first, end] = [items[0], items.at(-1)];
    return [
      ...(first !== undefined && first.slice(0, SAMPLE) === head ? [first] : []),
      ...(end !== undefined && end.slice(0, SAMPLE) === last ? [end] : []),
    ];
  }

  /** What is kept of it between two polls. */
  last(count: number): readonly string[] | undefined {
    return this.pages.length === 0 ? undefined : this.pages.slice(-count);
  }

  private get digests(): readonly string[] {
    return this.pages.map((page) => page.slice(0, DIGEST));
  }

  private get samples(): readonly string[] {
    return this.pages.at(-1)?.slice(DIGEST).match(/.{6}/g) ?? [];
  }
}
