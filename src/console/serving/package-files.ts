import { readFileSync } from 'node:fs';

/** Files of packages that the page loads: libraries as they are published, with nothing built. */
const FILES = {
  'lit/lit-html.js': 'lit-html',
  'lit/directive.js': 'lit-html/directive.js',
  'lit/directive-helpers.js': 'lit-html/directive-helpers.js',
  'lit/directives/repeat.js': 'lit-html/directives/repeat.js',
  uplot: 'uplot/dist/uPlot.esm.js',
  'uplot-style': 'uplot/dist/uPlot.min.css',
} as const;

/** Where lit-html has its modules for browsers: Node resolves their names to those for servers. */
const BROWSER_FILE = /\/node\/((?:directives\/)?[\w-]+\.js)$/;

/** They load each other by where they stand, so they are served as they stand in their package. */
export const LIT_FILES = [
  'lit/lit-html.js',
  'lit/directive.js',
  'lit/directive-helpers.js',
  'lit/directives/repeat.js',
] as const satisfies readonly (keyof typeof FILES)[];

export const packageFile = (name: keyof typeof FILES): Buffer =>
  readFileSync(require.resolve(FILES[name]).replace(BROWSER_FILE, '/$1'));
