// `npm run demo`: see demo-options.ts for the options. Exit codes: 0 all exact, 1 not exact or failed, 130 interrupted.
import { errorText } from '../src/errors';
import { Demo } from './demo';
import { readDemoOptions, type DemoOptions } from './demo-options';
import { DevicesDemo } from './devices-demo';
import { Screen } from './screen';
import type { Show } from './show';

const INTERRUPTED = 130;
/** A terminal sends Ctrl-C to npm, tsx and us, and they pass it on: several within this time are one. */
const ONE_INTERRUPT_MS = 1000;

const rejectedBy = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('interrupted'));
    });
  });

const interruptOnSignals = (demo: Show, interrupt: AbortController, screen: Screen): void => {
  let firstAt = 0;
  const onSignal = (): void => {
    if (firstAt === 0) {
      firstAt = Date.now();
      screen.line('Ending in order; Ctrl-C once more ends it at once.');
      interrupt.abort();
    } else if (Date.now() - firstAt > ONE_INTERRUPT_MS) {
      void demo.kill().finally(() => process.exit(INTERRUPTED));
    }
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
};

/** Returns the exit code. Whatever happens, all that was started has ended by then. */
const runDemo = async (options: DemoOptions): Promise<number> => {
  const screen = new Screen(options.json ? process.stderr : process.stdout);
  const interrupt = new AbortController();
  const demo: Show =
    options.demo === 'devices'
      ? new DevicesDemo(options, screen, interrupt.signal)
      : new Demo(options, screen, interrupt.signal);
  interruptOnSignals(demo, interrupt, screen);
  const fail = (error: unknown): number => {
    if (interrupt.signal.aborted) return INTERRUPTED;
    screen.line(errorText(error));
    return 1;
  };

  let json: string | undefined;
  let code: number;
  try {
    const { result, exact } = await Promise.race([demo.run(), rejectedBy(interrupt.signal)]);
    json = JSON.stringify(result);
    code = exact ? 0 : 1;
    if (!options.once) await demo.stayUp();
  } catch (error) {
    code = fail(error);
  }
  try {
    await demo.stop();
  } catch (error) {
    screen.line(errorText(error));
    code = 1;
  }
  if (options.json && json !== undefined) process.stdout.write(`${json}\n`);
  return code;
};

// The exit is explicit: an engine that was still being built when Ctrl-C came would keep this process waiting for it.
void runDemo(readDemoOptions(process.argv)).then((code) => process.exit(code));
