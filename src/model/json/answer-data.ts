// What programs get of an answer whose numbers JavaScript may not hold. A call is done when its answer is read, so an
// answer must not fail as a whole: only a program that takes such a number is told.
import { inexactNumber } from './inexact-number';
import { isExactNumber } from './exact-number';
import { jsonMembers, jsonTree, nodeText, type JsonNode } from './json-tree';
import { parsedJson } from './parsed-json';

export const ANSWER_NUMBERS = ['exact', 'text', 'bigint', 'plain'] as const;
/**
 * What numbers of an answer become. `exact`: JavaScript's, and an error for whoever takes one that it cannot hold.
 * `text`: each as it was written. `bigint`: each integer a bigint, the others as with `exact`. `plain`: JavaScript's.
 */
export type AnswerNumbers = (typeof ANSWER_NUMBERS)[number];

export interface Answer {
  readonly data?: unknown;
  /** The JSON as it was sent, where `data` does not tell all of it. */
  readonly source?: string;
}

/** Puts the answer's data on `target`. Taking `data`, or a field of it, throws an Error in words if it is inexact. */
export const withAnswerData = <Target extends object>(
  target: Target,
  { data = null, source }: Answer,
  numbers: AnswerNumbers,
): Target & { readonly data: unknown } => {
  const exact = source === undefined || inexactNumber(source, 'exact') === undefined;
  if (numbers === 'plain' || (numbers === 'exact' && exact)) {
    return { ...target, data: source === undefined ? data : parsedJson(source) };
  }
  const text = source ?? JSON.stringify(data);
  if (numbers === 'text') return { ...target, data: parsedJson(text, 'text') };
  const whole = { ...target };
  new GuardedJson(text, numbers === 'bigint').put(whole, 'data', jsonTree(text), 'data');
  return whole as Target & { readonly data: unknown };
};

/** Makes values of JSON in which each number that is not exact is an accessor that throws. */
class GuardedJson {
  constructor(
    private readonly text: string,
    private readonly bigints: boolean,
  ) {}

  put(target: object, name: string, node: JsonNode, field: string): void {
    const digits = node.type === 'number' ? nodeText(this.text, node) : undefined;
    const define = (how: PropertyDescriptor): void => {
      // Defined and never set, so that `__proto__` is a name like any other.
      Object.defineProperty(target, name, { enumerable: true, configurable: true, ...how });
    };
    if (digits === undefined || this.isHeld(digits)) {
      define({ writable: true, value: this.made(node, field) });
      return;
    }
    define({
      get: () => {
        throw new Error(inexactWords(field, digits));
      },
      set: (value: unknown) => {
        define({ writable: true, value });
      },
    });
  }

  private isHeld(digits: string): boolean {
    return (this.bigints && INTEGER.test(digits)) || isExactNumber(digits);
  }

  private made(node: JsonNode, field: string): unknown {
    if (node.type === 'number') {
      const digits = nodeText(this.text, node);
      return this.bigints && INTEGER.test(digits) ? BigInt(digits) : Number(digits);
    }
    if (node.type !== 'object' && node.type !== 'array') return node.value as unknown;
    const made: object = node.type === 'array' ? [] : {};
    const parts: readonly (readonly [string | number, JsonNode])[] =
      node.type === 'array' ? Array.from((node.children ?? []).entries()) : jsonMembers(node);
    for (const [name, part] of parts) this.put(made, String(name), part, `${field}.${name}`);
    return made;
  }
}

const INTEGER = /^-?\d+$/;

const inexactWords = (field: string, digits: string): string =>
  `The answer's ${JSON.stringify(field.slice(0, 100))} is ${digits.slice(0, 60)}, which a JavaScript number cannot hold. ` +
  "See `numbers` of the call: 'text' or 'bigint' loses nothing, 'plain' takes what JavaScript makes of it.";
