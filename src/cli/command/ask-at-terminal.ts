import { createInterface } from 'node:readline/promises';
import { terminalLines } from '../../terminal-text';

/** Asks on stderr, since stdout has the answers of the command. Whatever is not a clear yes is a no, and so is Ctrl-C. */
export const askAtTerminal = async (
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<boolean> => {
  const lines = createInterface({ input, output });
  const closed = new Promise<string>((resolve) => {
    lines.once('close', () => {
      resolve('');
    });
  });
  try {
    const answer = await Promise.race([lines.question(terminalLines(question)), closed]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
};
