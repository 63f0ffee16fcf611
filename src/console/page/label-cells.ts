/** Gives each cell of the tables the heading of its column, which stands beside it where the window is narrow. */
export const labelCells = (root: HTMLElement): void => {
  for (const table of root.querySelectorAll('table.data')) {
    const headings = Array.from(table.querySelectorAll('thead th'), (heading) => heading.textContent.trim());
    for (const row of table.querySelectorAll<HTMLTableRowElement>('tbody tr')) {
      for (const [column, cell] of Array.from(row.cells).entries()) {
        if (cell.colSpan === 1) cell.dataset['label'] = headings[column] ?? '';
      }
    }
  }
};
