import { isExactNumber } from './exact-number';
import { jsonMembers, jsonTree, nodeText, type JsonNode } from './json-tree';

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
      const exact = (numbers === 'bigint' && INTEGER.test(digits)) || isExactNumber(digits);
      return exact ? undefined : { field, digits };
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
