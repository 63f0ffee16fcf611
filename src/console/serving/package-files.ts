import { readFileSync } from 'node:fs';

/** Files of packages that the page loads: libraries as they are published, with nothing built. */
const FILES = {
  'lit-html': 'lit-html',
  uplot: 'uplot/dist/uPlot.esm.js',
  'uplot-style': 'uplot/dist/uPlot.min.css',
} as const;

/** Where lit-html has its module for browsers: Node resolves the name to the one for servers. */
const BROWSER_FILE = /\/node\/(lit-html\.js)$/;

export const packageFile = (name: keyof typeof FILES): Buffer =>
  readFileSync(require.resolve(FILES[name]).replace(BROWSER_FILE, '/$1'));
