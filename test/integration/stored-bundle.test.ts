import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '../../src/log';
import { gatewayBundle } from '../../src/temporal/bundle/workflow-bundle';
import { storeBundle } from '../../src/temporal/bundle/stored-bundle';
import { workflowBundle } from '../../src/temporal/bundle/workflow-bundle';
import { runCli } from '../support/gateway/run-cli';
import { withTemporaryDirectory } from '../support/with-temporary-directory';

const quiet = (): void => undefined;
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/** Handlers of two files, and their bundle. */
const withBundle = (
  body: (files: { readonly handlers: string; readonly part: string; readonly bundle: string }) => Promise<void>,
): Promise<void> =>
  withTemporaryDirectory(async (directory) => {
    const [handlers, part, bundle] = ['workflows.ts', 'part.ts', 'bundle.json'].map((name) =>
      path.join(directory, name),
    ) as [string, string, string];
    await writeFile(part, 'export const answer: number = 41;\n');
    await writeFile(
      handlers,
      "import { answer } from './part';\nexport const ask = async (): Promise<number> => answer;\n",
    );
    await storeBundle((await workflowBundle(handlers, log)).code, handlers, bundle);
    await body({ handlers, part, bundle });
  });

test('A stored bundle is taken as it is, and refused once one of its sources or Sluice is another one.', async () => {
  await withBundle(async ({ handlers, part, bundle }) => {
    const from = { workflowsPath: handlers, bundlePath: bundle };
    expect((await gatewayBundle(from, log)).code).toContain('answer');
    await writeFile(part, 'export const answer: number = 42;\n');
    const refusal = `${bundle} was made from a part.ts that differs from the one here. \`sluice bundle\` makes it again.`;
    await expect(gatewayBundle(from, log)).rejects.toMatchObject({
      code: 'bundle-failed',
      message: expect.stringContaining(refusal) as string,
    });
    const contents = JSON.parse(await readFile(bundle, 'utf8')) as Record<string, unknown>;
    await writeFile(bundle, JSON.stringify({ ...contents, sluice: '0.0.1' }));
    await expect(gatewayBundle(from, log)).rejects.toThrow(/was made by Sluice 0\.0\.1 .* expected Sluice /);
    await writeFile(bundle, '{"code":""}');
    await expect(gatewayBundle(from, log)).rejects.toThrow('is not a file that `sluice bundle` makes');
  });
});

test('A bundle names the sources of its lines, by which places in handlers are told, and carries no text of them.', async () => {
  await withBundle(async ({ bundle }) => {
    const { code } = JSON.parse(await readFile(bundle, 'utf8')) as { readonly code: string };
    const map = code.slice(code.lastIndexOf('base64,') + 'base64,'.length);
    const { sources, sourcesContent } = JSON.parse(Buffer.from(map, 'base64').toString()) as Record<string, string[]>;
    expect(sources?.some((source) => source.endsWith('/part.ts'))).toBe(true);
    expect(sourcesContent).toBeUndefined();
  });
});

test('A stored bundle is made by `sluice bundle`, taken by commands, and named when it is not there.', async () => {
  await withTemporaryDirectory(async (directory) => {
    const bundle = path.join(directory, 'bundle.json');
    const shape = { name: 'unused', topics: ['unused'], lanes: 0, kind: 'handler' } as const;
    const env = { SLUICE_WORKFLOW_BUNDLE: bundle };
    const before = await runCli(['check'], { shape, env });
    expect(before.code).toBe(3);
    expect(before.stderr).toContain(`SLUICE_WORKFLOW_BUNDLE: got "${bundle}", expected a file that \``);
    expect(before.stderr).toMatch(/lib\/cli\/main\.js bundle` made/);
    const handlers = path.join(__dirname, '../fixtures/gateway/workflows.ts');
    expect((await runCli(['bundle', handlers, '-o', bundle], { shape, config: false })).code).toBe(0);
    expect((await runCli(['check'], { shape, env })).stdout).toContain('handler recordEffects of route main: exported');
  });
});
