/** @jest-environment jsdom */
import { html, render, type TemplateResult } from 'lit-html';
import { keyView } from '../../../../../src/console/page/views/key-view';
import { overviewView } from '../../../../../src/console/page/views/overview-view';
import { keyOf, overviewOf } from '../answers';
import { button, shown, textOf } from '../shown';

const nothing = (): void => undefined;

test('A button stays that of its group while other groups come before it, and does not become the button of another one.', () => {
  const overview = overviewOf('a');
  const [group] = overview.groups.rows;
  if (group === undefined) throw new Error('There is no group.');
  const of = (causes: readonly string[]): TemplateResult => {
    const rows = causes.map((cause) => ({ ...group, cause }));
    return overviewView({ ...overview, groups: { rows, complete: true } }, nothing, html``);
  };
  const root = shown(of(['http-status:409', 'http-status:422']));
  const retry = button(root, 'Retry all');
  render(of(['http-status:422', 'http-status:409']), root);
  expect(textOf(retry.closest('tr'))).toContain('http-status:409');
  render(of(['http-status:422']), root);
  expect(retry.isConnected).toBe(false);
});

test('The button that has paused a key is the one that resumes it, and never the one that skips its record.', () => {
  const answer = keyOf('a');
  const of = (status: string): TemplateResult => keyView({ ...answer, key: { ...answer.key, status } }, nothing);
  const root = shown(of('parked'));
  const pause = button(root, 'Pause');
  render(of('paused'), root);
  expect(textOf(pause)).toBe('Resume');
});
