import { jsonMembers, jsonTree, nodeText, type JsonNode } from './json-tree';
import type { LosslessNumbers } from '../contract/record';

/** What JSON.parse makes of valid JSON text, but with numbers that lose nothing, if so wanted. */
export const parsedJson = (text: string, numbers?: LosslessNumbers): unknown => {
  if (numbers === undefined) return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const numberOf = (digits: string): unknown => {
    if (numbers === 'text') return digits;
    return /^-?\d+$/.test(digits) ? BigInt(digits) : Number(digits);
  };
  const made = (node: JsonNode): unknown => {
    // `fromEntries` defines properties and never sets them, so that `__proto__` is a name like any other.
    if (node.type === 'object')
      return Object.fromEntries(jsonMembers(node).map(([name, value]) => [name, made(value)]));
    if (node.type === 'array') return (node.children ?? []).map(made);
    return node.type === 'number' ? numberOf(nodeText(text, node)) : (node.value as unknown);
  };
  return made(jsonTree(text));
};
