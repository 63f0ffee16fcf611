import path from 'node:path';
import { loadAssets } from '../../../../src/console/serving/assets';

/** What a module that is served loads, by the name under which the browser asks for it. */
const loaded = (name: string, script: string): readonly string[] =>
  Array.from(script.matchAll(/\bfrom\s*["'](\.[^"']+)["']/g), ([, from = '']) =>
    path.posix.join(path.posix.dirname(name), from),
  );

test("Whatever the library's modules load is served where they look for it, and none of it is the module for servers.", () => {
  const assets = loadAssets(__dirname);
  const names = Array.from(assets.keys()).filter((name) => name.startsWith('lit/'));
  const wanted = names.flatMap((name) => loaded(name, assets.get(name)?.body.toString() ?? ''));
  expect(new Set(wanted)).toEqual(new Set(['lit/lit-html.js', 'lit/directive.js', 'lit/directive-helpers.js']));
  expect(names).toEqual(expect.arrayContaining(wanted));
  for (const name of names) expect(assets.get(name)?.body.toString()).not.toContain('ssr-dom-shim');
});
