// Keys besides those that browsers have. They act where no field has the focus and no dialog is open.
export interface Keyboard {
  readonly goTo: (page: string) => void;
  readonly help: () => void;
}

const PAGES: Readonly<Record<string, string>> = { o: 'overview', k: 'keys', l: 'letters', a: 'agents' };

const rows = (): readonly HTMLElement[] => Array.from(document.querySelectorAll<HTMLElement>('[data-row]'));

const linkIn = (row: Element | null | undefined): HTMLElement | null =>
  row?.querySelector<HTMLElement>('a, button') ?? null;

/** Moves the focus to the first link of the next row, or of the one before. */
const step = (by: 1 | -1): void => {
  const all = rows().filter((row) => linkIn(row) !== null);
  const now = all.findIndex((row) => row.contains(document.activeElement));
  const next = now === -1 ? (by === 1 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, now + by));
  linkIn(all[next])?.focus();
};

/** The button of a verb: in the row that has the focus, else on the page. */
const press = (words: string): void => {
  const row = document.activeElement?.closest('[data-row]') ?? document;
  const buttons = Array.from(row.querySelectorAll<HTMLButtonElement>('button[type=button]'));
  buttons.find((button) => button.textContent.trim().startsWith(words))?.click();
};

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, dialog[open]') !== null;

export const listenToKeys = ({ goTo, help }: Keyboard): void => {
  let afterG = false;
  const acts: Readonly<Record<string, () => void>> = {
    j: () => {
      step(1);
    },
    k: () => {
      step(-1);
    },
    r: () => {
      press('Retry');
    },
    s: () => {
      press('Skip');
    },
    '?': help,
    '/': () => {
      const field = document.getElementById('key-field');
      if (field === null) goTo('keys');
      else field.focus();
    },
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    const page = afterG ? PAGES[event.key] : undefined;
    afterG = event.key === 'g';
    const act =
      page === undefined
        ? acts[event.key]
        : () => {
            goTo(page);
          };
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
};
