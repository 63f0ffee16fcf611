import { jsonMembers, jsonTree, nodeText, type JsonNode } from '../model/json-tree';

export interface InexactNumber {
  /** The field as templates name it: `value.order.id`. */
  readonly field: string;
  readonly digits: string;
}

/** Whatever a JavaScript number cannot hold has at least one of these: 16 digits, or an exponent of three. */
const SUSPECT = /[\d.]{16}|\d[eE][+-]?\d{3}/;

/**
 * The first number in valid JSON text that JavaScript would turn into another one: an integer beyond 2^53 - 1, or one
 * that becomes infinite or zero. Long fractions are rounded everywhere and are none. `bigint` holds every integer.
 */
export const inexactNumber = (text: string, numbers: 'exact' | 'bigint'): InexactNumber | undefined => {
  if (!SUSPECT.test(text)) return undefined;
  const found = (node: JsonNode, field: string): InexactNumber | undefined => {
    if (node.type === 'number') {
      const digits = nodeText(text, node);
      const held = (numbers === 'bigint' && INTEGER.test(digits)) || isHeld(digits);
      return held ? undefined : { field, digits };
    }
    const parts: readonly (readonly [string | number, JsonNode])[] =
      node.type === 'array' ? Array.from((node.children ?? []).entries()) : jsonMembers(node);
    for (const [name, part] of parts) {
      const inside = found(part, `${field}.${name}`);
      if (inside !== undefined) return inside;
    }
    return undefined;
  };
  return found(jsonTree(text), 'value');
};

const INTEGER = /^-?\d+$/;

const isHeld = (digits: string): boolean => {
  const number = Number(digits);
  if (!Number.isFinite(number)) return false;
  if (number === 0) return !/[1-9]/.test(digits.replace(/[eE].*$/, ''));
  if (INTEGER.test(digits)) return Number.isSafeInteger(number);
  // `9007199254740993.0` and `9.007199254740993e15` are integers, too, and lose their last digit.
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER || significant(digits) === significant(String(number));
};

/** Digits without zeros at their ends, and their exponent: the same for every way to write one number. */
const significant = (text: string): string => {
  const [, whole = '', fraction = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const all = (whole + fraction).replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  return `${digits}e${Number(exponent) - fraction.length + all.length - digits.length}`;
};
