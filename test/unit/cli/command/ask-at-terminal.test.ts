import { PassThrough } from 'node:stream';
import { askAtTerminal } from '../../../../src/cli/command/ask-at-terminal';

const asked = async (typed: string | undefined, question = 'Go on? '): Promise<{ agreed: boolean; shown: string }> => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = '';
  output.on('data', (text: Buffer) => (shown += text.toString()));
  const agreed = askAtTerminal(question, input, output);
  if (typed === undefined) input.end();
  else input.write(`${typed}\n`);
  return { agreed: await agreed, shown };
};

test.each([
  ['y', true],
  ['Yes', true],
  [' yes ', true],
  ['', false],
  ['n', false],
  ['yes please', false],
  [undefined, false],
])('Of those who type %j, %s go on.', async (typed, agreed) => {
  expect((await asked(typed)).agreed).toBe(agreed);
});

test('A question shows no control character of a key.', async () => {
  expect((await asked('n', 'skip \u001b[2Jadmin? ')).shown).not.toContain('\u001b[2J');
});
