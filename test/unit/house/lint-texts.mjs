// Lints the texts that come on stdin, [{ file, text }], under the rules of eslint.config.mjs, and prints the rules that
// each breaks. A process of its own: jest cannot load ESLint's configuration. Rules that need types are left out, since
// the files do not exist.
import { ESLint } from 'eslint';
import { text } from 'node:stream/consumers';
import tseslint from 'typescript-eslint';

const eslint = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] });
const broken = [];
for (const { file, text: source } of JSON.parse(await text(process.stdin))) {
  const [{ messages }] = await eslint.lintText(source, { filePath: file });
  broken.push(messages.map(({ ruleId }) => ruleId));
}
process.stdout.write(JSON.stringify(broken));
