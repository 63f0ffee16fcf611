import { parser } from '@prometheus-io/lezer-promql';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

export interface Selector {
  readonly metric: string;
  /** Labels of its matchers. */
  readonly labels: readonly string[];
  /** The function that is applied to it, such as `rate`; '' if it is none. */
  readonly by: string;
}

export interface Expression {
  /** True if Prometheus could not read it. */
  readonly broken: boolean;
  readonly selectors: readonly Selector[];
  /** Labels that results are grouped by. */
  readonly groups: readonly string[];
}

/** Reads an expression by the grammar of Prometheus itself. */
export const promql = (text: string): Expression => {
  const tree = parser.parse(text);
  const textOf = ({ from, to }: { readonly from: number; readonly to: number }): string => text.slice(from, to);
  const below = (node: SyntaxNode, name: string): string[] => {
    const found: string[] = [];
    node.cursor().iterate((at) => {
      if (at.name === name) found.push(textOf(at));
    });
    return found;
  };
  const selectors: Selector[] = [];
  const groups: string[] = [];
  let broken = false;
  tree.iterate({
    enter: (at) => {
      if (at.type.isError) broken = true;
      if (at.name === 'GroupingLabels') groups.push(...below(at.node, 'LabelName'));
      if (at.name !== 'VectorSelector') return;
      const identifier = at.node.getChild('Identifier');
      const called = enclosing(at.node, 'FunctionCall')?.getChild('FunctionIdentifier');
      selectors.push({
        metric: identifier ? textOf(identifier) : '',
        labels: below(at.node, 'LabelName'),
        by: called ? textOf(called) : '',
      });
    },
  });
  return { broken, selectors, groups };
};

const enclosing = (node: SyntaxNode, name: string): SyntaxNode | undefined => {
  for (let at = node.parent; at !== null; at = at.parent) if (at.name === name) return at;
  return undefined;
};
