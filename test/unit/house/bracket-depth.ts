import ts from 'typescript';

const NAME = /^with[A-Z]/;
const DEEPEST = 2;

const isFunction = (node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression =>
  ts.isArrowFunction(node) || ts.isFunctionExpression(node);

const callsBracket = (node: ts.Node): boolean =>
  (ts.isCallExpression(node) && NAME.test(node.expression.getText())) || (ts.forEachChild(node, callsBracket) ?? false);

/** A call that opens something for a function; not one whose function is a mere expression without a bracket in it. */
const isBracket = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) &&
  NAME.test(node.expression.getText()) &&
  node.arguments.some((argument) => isFunction(argument) && (ts.isBlock(argument.body) || callsBracket(argument.body)));

/** Brackets of one file that stand in more than one other. */
export const tooDeepBrackets = (source: ts.SourceFile): readonly string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node, outside: number): void => {
    const bracket = isBracket(node);
    const depth = bracket ? outside + 1 : outside;
    if (bracket && depth > DEEPEST) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push(`${source.fileName}:${line}: ${node.expression.getText()} stands ${depth} deep`);
    }
    ts.forEachChild(node, (child) => {
      visit(child, depth);
    });
  };
  visit(source, 0);
  return found;
};
