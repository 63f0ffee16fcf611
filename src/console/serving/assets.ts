import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LIT_FILES, packageFile } from './package-files';
import { PAGE_STYLE } from './page-style';

export interface Asset {
  readonly type: string;
  readonly body: Buffer;
  readonly etag: string;
}

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

const asset = (type: string, body: Buffer): Asset => ({
  type,
  body,
  etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
});

/** What the compiler made of the page: modules import each other without an ending, so they are served without. */
const pageModules = (directory: string): readonly (readonly [string, Asset])[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => [
      `page/${file.split(path.sep).join('/').slice(0, -'.js'.length)}`,
      asset(SCRIPT, readFileSync(path.join(directory, file))),
    ]);

/** Everything that the page loads, by its name below `/assets/`; nothing else can be read. */
export const loadAssets = (pageDirectory: string): ReadonlyMap<string, Asset> =>
  new Map([
    ...pageModules(pageDirectory),
    ...LIT_FILES.map((name) => [name, asset(SCRIPT, packageFile(name))] as const),
    ['uplot', asset(SCRIPT, packageFile('uplot'))] as const,
    ['uplot.css', asset(STYLE, packageFile('uplot-style'))] as const,
    ['page.css', asset(STYLE, Buffer.from(PAGE_STYLE))] as const,
  ]);
