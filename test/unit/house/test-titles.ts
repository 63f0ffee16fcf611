import ts from 'typescript';

/** What a title lacks of a sentence that means something alone; undefined where it lacks nothing. */
const faultOf = (title: string): string | undefined => {
  const sentence = title.replace(/^I\d+(?:(?:, |-)I\d+)*: /, '');
  if (/^[A-HJ-Z]\d+: /.test(sentence)) return 'cites a note that nobody has';
  if (!/^(?:[\p{Lu}\d'"`]|%[a-z]|\$\w)/u.test(sentence)) return 'begins with a small letter';
  if (!/[.?]$/.test(sentence)) return 'ends without a full stop';
  // Jest takes a full stop behind a variable for the path to a field, and writes "undefined".
  if (/\$[\w.]+$/.test(sentence)) return 'ends with a variable';
  if (sentence.split(/\s+/).length < 4) return 'has fewer than four words';
  return undefined;
};

/** Those ways of calling one of them that take a title; `each` takes a table first. */
const WAYS: ReadonlySet<string> = new Set(['concurrent', 'failing', 'only', 'skip', 'todo']);

/** `test`, `it` or `describe`, where a call gives a title to one of them. */
const kindOf = ({ expression: callee }: ts.CallExpression): string | undefined => {
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee))
    return WAYS.has(callee.name.text) ? callee.expression.getText() : undefined;
  const table = ts.isCallExpression(callee)
    ? callee.expression
    : ts.isTaggedTemplateExpression(callee)
      ? callee.tag
      : undefined;
  return table?.getText().replace(/\.each$/, '');
};

const titleOf = (node: ts.Expression | undefined): string | undefined => {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('%s');
};

/** A group has a reason where it is made of a table, or where something stands in it beside tests. */
const isMereSubject = (node: ts.CallExpression): boolean => {
  const [, body] = node.arguments;
  if (!ts.isIdentifier(node.expression) || body === undefined || !ts.isArrowFunction(body)) return false;
  return (
    ts.isBlock(body.body) &&
    body.body.statements.every(
      (statement) =>
        ts.isExpressionStatement(statement) &&
        ts.isCallExpression(statement.expression) &&
        ['test', 'it', 'describe'].includes(kindOf(statement.expression) ?? ''),
    )
  );
};

/** The titles of the tests of one file; that of a test without a text is ''. */
export const testTitles = (source: ts.SourceFile): readonly string[] => {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ['test', 'it'].includes(kindOf(node) ?? '')) {
      titles.push(titleOf(node.arguments[0]) ?? '');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
};

/** What is wrong with the titles of one file. */
export const titleFaults = (source: ts.SourceFile): readonly string[] => {
  const titles = new Set<string>();
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isCallExpression(node)) return;
    const kind = kindOf(node);
    const title = titleOf(node.arguments[0]);
    const add = (fault: string): void => {
      faults.push(`${source.fileName}: ${title ?? node.getText().slice(0, 40)}: ${fault}`);
    };
    if (kind === 'it') add('is called it, not test');
    if (kind === 'describe' && isMereSubject(node)) add('groups tests without a set-up or a table');
    if (kind !== 'test' && kind !== 'it') return;
    const fault = title === undefined ? 'is no text' : faultOf(title);
    if (fault !== undefined) add(fault);
    if (title !== undefined && titles.has(title)) add('stands twice');
    if (title !== undefined) titles.add(title);
  };
  visit(source);
  return faults;
};
