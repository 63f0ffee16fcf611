import type { PagePrint } from './page-print';
import { isCursor } from './poll-position';

const CHARACTERS = 6;
const MOST = 3;
const SHARED = '=';
const SUSPECTED = '!';
const SOON = '+';
const FORM = /^((?:[\w-]{6}){1,3})(=?)(!?)(?:(\+)|~(\d{1,2}):(.{1,600}))?$/s;

/** Where the items are looked for next, and on how many pages. */
export interface Sought {
  readonly place: string | number;
  readonly left: number;
}

export interface Standing {
  /** True if they stood behind others at the last look. */
  readonly suspected?: boolean;
  /** True if the next poll looks at the first page again. */
  readonly soon?: boolean;
  /** Set while they are looked for behind the first page. */
  readonly sought?: Sought | undefined;
}

/**
 * The first items of a list, by which looks at it see whether others have come before them. It is kept as one text:
 * earlier builds, which may run during a deploy, read the first item of it and pass over the rest.
 */
export class ListHead {
  private constructor(
    private readonly items: readonly string[],
    /** True if the page at the end has one of them, too, or may have it. */
    private readonly shared: boolean,
    readonly standing: Standing,
  ) {}

  /** Undefined for a page without items, or of items without ids. `end`: what stands where the polls wait. */
  static of({ items, named }: PagePrint, end: PagePrint, soon: boolean): ListHead | undefined {
    if (!named || items.length === 0) return undefined;
    const first = Array.from(new Set(items.slice(0, MOST).map(short)));
    return new ListHead(
      first,
      end.items.some((item) => first.includes(short(item))),
      { soon },
    );
  }

  /** Undefined for a text that is none: an operator may have set it. */
  static read(text = ''): ListHead | undefined {
    const [, items = '', shared, suspected, soon, left, json = ''] = FORM.exec(text.split('\n', 1)[0] ?? '') ?? [];
    const own = items.match(/.{6}/g);
    if (own === null) return undefined;
    const place = left === undefined ? undefined : parsed(json);
    const sought = place === undefined ? undefined : { place, left: Number(left) };
    return new ListHead(own, shared === SHARED, { suspected: suspected === SUSPECTED, soon: soon === SOON, sought });
  }

  /** The text that is kept; undefined if the place at which they are sought is too long for it. */
  get text(): string | undefined {
    const { suspected, soon, sought } = this.standing;
    const behind = sought === undefined ? '' : `~${sought.left}:${JSON.stringify(sought.place)}`;
    const marks = (this.shared ? SHARED : '') + (suspected === true ? SUSPECTED : '');
    const text = this.items.join('') + marks + (soon === true ? SOON : behind);
    return FORM.test(text) ? text : undefined;
  }

  /**
   * Without those that have come to the end, where they were read; undefined if none is left. `rests`: true for the last
   * page. On the way to it, pages may begin with items of the one before.
   */
  without(page: PagePrint, rests: boolean): ListHead | undefined {
    if (this.shared) return rests ? new ListHead(this.items, this.isOn(page), this.standing) : this;
    const read = new Set(page.items.map(short));
    const left = this.items.filter((item) => !read.has(item));
    return left.length === 0 ? undefined : new ListHead(left, false, this.standing);
  }

  as(standing: Standing): ListHead {
    return new ListHead(this.items, this.shared, standing);
  }

  /** True if this page begins with the item that was the first one. */
  isAtPlace({ items: [first] }: PagePrint): boolean {
    return first !== undefined && short(first) === this.items[0];
  }

  /** True if this page begins with another item, but has one of them. */
  isBehind({ items: [first, ...others] }: PagePrint): boolean {
    return first !== undefined && !this.has(first) && others.some((item) => this.has(item));
  }

  /** True if this page has one of them. */
  isOn({ items }: PagePrint): boolean {
    return items.some((item) => this.has(item));
  }

  private has(item: string): boolean {
    return this.items.includes(short(item));
  }
}

const short = (item: string): string => item.slice(0, CHARACTERS);

const parsed = (json: string): string | number | undefined => {
  try {
    const place: unknown = JSON.parse(json);
    return isCursor(place) ? place : undefined;
  } catch {
    return undefined;
  }
};
