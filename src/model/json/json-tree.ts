import { parseTree, type Node } from 'jsonc-parser';

export type JsonNode = Node;

/** The parts of valid JSON text with their places in it. A byte order mark before it is passed over. */
export const jsonTree = (text: string): JsonNode => {
  // A blank in its place keeps every offset.
  const tree = parseTree(text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text);
  if (tree === undefined) throw new Error('Expected JSON text, got nothing.');
  return tree;
};

/** The own text of a part. */
export const nodeText = (text: string, { offset, length }: JsonNode): string => text.slice(offset, offset + length);

/** The names and values of an object, in order; a name may repeat. */
export const jsonMembers = ({ children = [] }: JsonNode): readonly (readonly [name: string, value: JsonNode])[] =>
  children.flatMap(({ children: [name, value] = [] }) =>
    name === undefined || value === undefined ? [] : [[String(name.value), value]],
  );
