import type { EffectResponse } from '../../model/contract/effect-response';
import { isExactNumber, keepsEveryDigit } from '../../model/json/exact-number';
import { isDeeper } from '../../model/json/is-deeper';
import { jsonMembers, jsonTree, nodeText, type JsonNode } from '../../model/json/json-tree';

/** JSON that is nested deeper, and that JavaScript would write otherwise, is not published: its own text is not found. */
const MAX_DEPTH = 1_000;

interface Written {
  readonly text: string;
  readonly node: JsonNode;
}

/**
 * A value in the answer of a source, with its own text where JavaScript would write it otherwise: an item is published as
 * it was sent, digit for digit, and an id beyond 2^53 stays the id that it is.
 */
export class AnswerPart {
  private constructor(
    readonly value: unknown,
    /** Absent if JavaScript writes the same text. */
    private readonly written: Written | undefined,
    /** False for values that a program made, whose numbers may be rounded already. */
    private readonly sent: boolean,
  ) {}

  /** @throws Error if the text is not JSON, or nested too deeply. */
  static ofText(text: string): AnswerPart {
    const value = JSON.parse(text) as unknown;
    if (JSON.stringify(value) === text) return new AnswerPart(value, undefined, true);
    if (isDeeper(text, MAX_DEPTH)) throw new Error(`JSON nested deeper than ${MAX_DEPTH} levels`);
    return new AnswerPart(value, { text, node: jsonTree(text) }, true);
  }

  /** Of an answer as a destination gives it: its JSON differs from `data` only if it says so. */
  static ofResponse({ data, source }: Pick<EffectResponse, 'data' | 'source'>, sent: boolean): AnswerPart {
    return source === undefined ? new AnswerPart(data, undefined, sent) : AnswerPart.ofText(source);
  }

  /** The JSON text, if JavaScript would write another. */
  get source(): string | undefined {
    if (this.written === undefined) return undefined;
    const text = nodeText(this.written.text, this.written.node);
    return JSON.stringify(this.value) === text ? undefined : text;
  }

  /** The parts of an array; undefined for anything else. */
  get items(): readonly AnswerPart[] | undefined {
    return Array.isArray(this.value) ? this.value.map((_, index) => this.part(String(index))) : undefined;
  }

  /**
   * The text of a string, number or truth value; undefined for anything else. A number of which JavaScript keeps every
   * digit is written as JavaScript does, and any other one as it was sent: ids that were stored before must stay the
   * same, and no two numbers may get one text.
   */
  get plain(): string | undefined {
    const { value } = this;
    if (typeof value === 'string' || typeof value === 'boolean') return String(value);
    if (typeof value !== 'number') return undefined;
    const digits = this.source ?? String(value);
    if (this.sent) return keepsEveryDigit(digits) ? String(value) : digits;
    return isExactNumber(digits) ? String(value) : undefined;
  }

  /** What can be sent back to the source as it came: a number that JavaScript would change is its digits, as text. */
  get exact(): unknown {
    const { value, plain } = this;
    if (typeof value !== 'number' || plain === undefined) return value;
    const kept = plain === String(value) && (Number.isSafeInteger(value) || !Number.isInteger(value));
    return kept ? value : plain;
  }

  /**
   * The part at a field path; undefined if there is none. A name may have dots itself (`@odata.nextLink`): where an object
   * has such a name, that counts before the fields that the dots would lead to. It reads only own properties, because a
   * path must not reach into prototypes.
   */
  at(path: string): AnswerPart | undefined {
    return this.found(path.split('.'));
  }

  private found(path: readonly string[]): AnswerPart | undefined {
    if (path.length === 0) return this;
    const { value } = this;
    if (typeof value !== 'object' || value === null) return undefined;
    for (let length = path.length; length > 0; length -= 1) {
      const name = path.slice(0, length).join('.');
      if (!Object.hasOwn(value, name)) continue;
      const inner = this.part(name).found(path.slice(length));
      if (inner?.value !== undefined) return inner;
    }
    return undefined;
  }

  private part(name: string): AnswerPart {
    const value = (this.value as Readonly<Record<string, unknown>>)[name];
    if (this.written === undefined) return new AnswerPart(value, undefined, this.sent);
    const { text, node: whole } = this.written;
    const node = partNode(whole, name);
    return new AnswerPart(value, node && { text, node }, this.sent);
  }
}

/** Of a name that repeats, the last one counts, as in JSON.parse. `length` of an array has no text. */
const partNode = (node: JsonNode, name: string): JsonNode | undefined =>
  node.type === 'array' ? node.children?.[Number(name)] : jsonMembers(node).findLast(([own]) => own === name)?.[1];
