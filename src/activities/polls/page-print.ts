import { createHash } from 'node:crypto';
import type { Page } from './http-paging';

const CHARACTERS = 8;

/** Which items a page has, whatever their order. Lists without an order of their own come in another one each time. */
export class PagePrint {
  static readonly NOTHING = new PagePrint([], false, false);

  private constructor(
    /** One for each item, in their order. */
    readonly items: readonly string[],
    /**
     * False if the page is empty, or if its items have no ids and are all equal: then another page may well have the same
     * ones, as of a thermometer.
     */
    readonly tells: boolean,
    /** True if the items have ids. */
    readonly named: boolean,
  ) {}

  /**
   * Items are told apart by their ids, which a source may repeat with other values; without ids, by all that they have:
   * the part that is published may be the same in many of them.
   */
  static of({ records, items: parts }: Pick<Page, 'records' | 'items'>): PagePrint {
    const items = records.map(({ id }, index) => {
      const { source, value } = parts[index] ?? {};
      return hashOf(JSON.stringify(id === undefined ? { value: source ?? value } : { id }));
    });
    const named = records.some(({ id }) => id !== undefined);
    return new PagePrint(items, named || new Set(items).size > 1, named);
  }

  get digest(): string {
    return hashOf([...this.items].sort().join());
  }

  /**
   * True if a page is this one again, perhaps of another size: pages of one list may share items that stand on each of
   * them. Without ids, items of other pages may be equal by chance.
   */
  isAgain(other: PagePrint): boolean {
    if (other.items.length === 0) return false;
    return this.named ? this.isWithin(other) || other.isWithin(this) : this.isMostly(other);
  }

  /** True if the other page has all of these items. */
  isWithin({ items }: Pick<PagePrint, 'items'>): boolean {
    const others = new Set(items);
    return this.items.every((item) => others.has(item));
  }

  shares({ items }: PagePrint): boolean {
    const others = new Set(items);
    return this.items.some((item) => others.has(item));
  }

  /** True if most items of the larger of two pages are in both of them. */
  isMostly(other: PagePrint): boolean {
    const left = new Map<string, number>();
    for (const item of other.items) left.set(item, (left.get(item) ?? 0) + 1);
    let shared = 0;
    for (const item of this.items) {
      const count = left.get(item) ?? 0;
      if (count > 0) shared += 1;
      left.set(item, count - 1);
    }
    return shared * 2 > Math.max(this.items.length, other.items.length);
  }
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, CHARACTERS);
