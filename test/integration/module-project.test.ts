// docs/handlers.md: handlers and config work in a project with `"type": "module"`, and in one without it.
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCli } from '../support/gateway/run-cli';
import { withTemporaryDirectory } from '../support/with-temporary-directory';

const shape = { name: 'unused', topics: ['unused'], lanes: 0, kind: 'handler' } as const;

const writeProject = async (directory: string, manifest: object, ending: string): Promise<void> => {
  await mkdir(path.join(directory, 'node_modules'));
  await symlink(path.resolve(__dirname, '../..'), path.join(directory, 'node_modules/sluice'));
  const files = {
    'package.json': JSON.stringify(manifest),
    'topic.ts': "export const topic: string = 'transfers';\n",
    'double.ts': 'export const double = (amount: number): number => 2 * amount;\n',
    'workflows.ts': `
      import { keyedWorkflow } from 'sluice/workflow';
      import { double } from './double${ending}';
      export const transfers = keyedWorkflow<number, { sum: number }>({
        initialState: () => ({ sum: 0 }),
        onRecord: (record, ctx) => void (ctx.state.sum += double(record.value)),
      });`,
    'gateway.config.ts': `
      import { defineGateway } from 'sluice';
      import { topic } from './topic${ending}';
      export default defineGateway({
        name: 'modules',
        workflows: './workflows.ts',
        routes: { transfers: { topics: [topic], workflow: 'transfers' } },
      });`,
  };
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(directory, file), text);
};

test.each([
  ['with "type": "module", whose imports have endings', { type: 'module' }, '.js'],
  ['without it, whose imports have none', {}, ''],
])('A project of handlers %s is read, bundled and checked.', async (_name, manifest, ending) => {
  await withTemporaryDirectory(async (directory) => {
    await writeProject(directory, manifest, ending);
    const { stdout } = await runCli(['check', '-c', path.join(directory, 'gateway.config.ts')], { shape });
    expect(stdout).toContain('describes gateway modules');
    expect(stdout).toContain('ok       handler transfers of route transfers: exported');
  });
});
