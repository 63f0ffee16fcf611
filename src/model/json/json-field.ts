import { jsonMembers, jsonTree, nodeText, type JsonNode } from './json-tree';
import type { WireJson } from '../contract/record';

/** A field of a JSON value as its producer wrote it. */
export interface JsonField {
  readonly value: WireJson;
  /** A string without quotes and escapes, a number or a truth value as written; undefined for anything else. */
  readonly plain: string | undefined;
}

/**
 * The field at a path; undefined if there is none. Of a name that repeats, the last one counts, as in JSON.parse. Names
 * may have dots themselves (`user.id`): they count where the path leads nowhere without them, because what it leads to
 * is what requests were made of before (I12).
 */
export const jsonField = ({ json, source }: WireJson, path: readonly string[]): JsonField | undefined => {
  if (source === undefined) return fieldOf(partAt(json, path, ownField));
  // `json` is for readers only: a history has null in it for a number that overflows.
  const tree = jsonTree(source);
  const [name, ...above] = path.toReversed();
  const list = name === 'length' ? partAt(tree, above.toReversed(), childNode) : undefined;
  if (list?.type === 'array') return fieldOf(list.children?.length ?? 0);
  const node = partAt(tree, path, childNode);
  if (node === undefined) return undefined;
  const text = nodeText(source, node);
  return { value: { json: JSON.parse(text) as unknown, source: text }, plain: plainNode(node, text) };
};

type FieldOf<Part> = (part: Part, name: string) => Part | undefined;

const partAt = <Part>(whole: Part, path: readonly string[], field: FieldOf<Part>): Part | undefined => {
  let found: Part | undefined = whole;
  for (const name of path) found = found === undefined ? undefined : field(found, name);
  // What it leads to may be null.
  return found === undefined ? dottedPart(whole, path, field) : found;
};

/** The part at a path whose names may have dots, the longest first. */
const dottedPart = <Part>(whole: Part, path: readonly string[], field: FieldOf<Part>): Part | undefined => {
  if (path.length === 0) return whole;
  for (let length = path.length; length > 0; length -= 1) {
    const inner = field(whole, path.slice(0, length).join('.'));
    const found = inner === undefined ? undefined : dottedPart(inner, path.slice(length), field);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Reads only own properties, because a path must not reach into prototypes. */
const ownField = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

const fieldOf = (json: unknown): JsonField | undefined => {
  if (json === undefined) return undefined;
  const plain = typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean';
  return { value: { json }, plain: plain ? String(json) : undefined };
};

const LIST_INDEX = /^(?:0|[1-9]\d*)$/;

const childNode: FieldOf<JsonNode> = (node, name) =>
  node.type === 'array'
    ? LIST_INDEX.test(name)
      ? node.children?.[Number(name)]
      : undefined
    : jsonMembers(node).findLast(([own]) => own === name)?.[1];

const plainNode = ({ type, value }: JsonNode, text: string): string | undefined => {
  if (type === 'string') return String(value);
  return type === 'number' || type === 'boolean' ? text : undefined;
};
