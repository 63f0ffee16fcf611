/** @jest-environment jsdom */
import { html } from 'lit-html';
import { labelCells } from '../../../../src/console/page/label-cells';
import { overviewView } from '../../../../src/console/page/views/overview-view';
import { overviewOf } from './answers';
import { shown } from './shown';

test('Each cell of a table has the heading of its column, for windows in which rows stand below each other.', () => {
  const root = shown(overviewView(overviewOf('a'), () => undefined, html``));
  labelCells(root);
  const cells = root.querySelectorAll<HTMLElement>('table.data tbody tr:first-child td');
  const labels = Array.from(cells, (cell) => cell.dataset['label']);
  expect(labels.slice(0, 5)).toEqual(['Route', 'Status', 'Destination', 'Cause', 'Keys']);
});
