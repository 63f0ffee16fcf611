import { render, type TemplateResult } from 'lit-html';

/** Puts a view into the document, and returns what it has become. */
export const shown = (view: TemplateResult | string): HTMLElement => {
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  render(view, root);
  return root;
};

/** What stands there for a reader, on one line. */
export const textOf = (element: Element | null): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

export const button = (root: Element, words: string): HTMLButtonElement => {
  const found = Array.from(root.querySelectorAll('button')).find((one) => textOf(one).startsWith(words));
  if (found === undefined) throw new Error(`There is no button ${words}.`);
  return found;
};
