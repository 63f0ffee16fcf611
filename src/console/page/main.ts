// The console's page: begins as soon as it is loaded.
import { ConsolePage } from './console-page';
import { listenToKeys } from './keyboard';
import { ask } from './server';

const begin = async (): Promise<void> => {
  const root = document.getElementById('console');
  if (root === null) return;
  try {
    const session = await ask('session');
    document.title = `${session.gateway} – Sluice`;
    const page = new ConsolePage(root, session);
    window.addEventListener('hashchange', () => void page.move());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) void page.refresh();
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      page.redraw();
    });
    listenToKeys({
      goTo: page.goTo,
      help: () => {
        document.querySelector<HTMLDialogElement>('#help')?.showModal();
      },
    });
    await page.move();
  } catch (error) {
    root.textContent = error instanceof Error ? error.message : 'The console does not answer.';
  }
};

void begin();
