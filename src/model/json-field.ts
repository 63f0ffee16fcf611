import { jsonMembers, jsonTree, nodeText, type JsonNode } from './json-tree';
import type { WireJson } from './contract/record';

/** A field of a JSON value as its producer wrote it. */
export interface JsonField {
  readonly value: WireJson;
  /** A string without quotes and escapes, a number or a truth value as written; undefined for anything else. */
  readonly plain: string | undefined;
}

/** The field at a path; undefined if there is none. Of a name that repeats, the last one counts, as in JSON.parse. */
export const jsonField = ({ json, source }: WireJson, path: readonly string[]): JsonField | undefined => {
  if (source === undefined) return fieldOf(ownField(json, path));
  // `json` is for readers only: a history has null in it for a number that overflows.
  const [name, ...above] = path.toReversed();
  const tree = jsonTree(source);
  const list = name === 'length' ? nodeAt(tree, above.toReversed()) : undefined;
  if (list?.type === 'array') return fieldOf(list.children?.length ?? 0);
  const node = nodeAt(tree, path);
  if (node === undefined) return undefined;
  const text = nodeText(source, node);
  return { value: { json: JSON.parse(text) as unknown, source: text }, plain: plainNode(node, text) };
};

/** The value at a path of fields. It reads only own properties, because a path must not reach into prototypes. */
const ownField = (value: unknown, path: readonly string[]): unknown => {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
};

const fieldOf = (json: unknown): JsonField | undefined => {
  if (json === undefined) return undefined;
  const plain = typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean';
  return { value: { json }, plain: plain ? String(json) : undefined };
};

const LIST_INDEX = /^(?:0|[1-9]\d*)$/;

const nodeAt = (tree: JsonNode, path: readonly string[]): JsonNode | undefined => {
  let found: JsonNode | undefined = tree;
  for (const name of path) {
    if (found?.type === 'array') found = LIST_INDEX.test(name) ? found.children?.[Number(name)] : undefined;
    else if (found !== undefined) found = jsonMembers(found).findLast(([own]) => own === name)?.[1];
  }
  return found;
};

const plainNode = ({ type, value }: JsonNode, text: string): string | undefined => {
  if (type === 'string') return String(value);
  return type === 'number' || type === 'boolean' ? text : undefined;
};
