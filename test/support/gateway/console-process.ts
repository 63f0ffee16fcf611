import { GatewayProcess, type GatewayProcessOptions } from './gateway-process';
import type { World } from './world';

/** `sluice console` in a process of its own, as an operator starts it. */
export interface ConsoleProcess {
  /** As it was printed, with the token. */
  readonly url: string;
  readonly origin: string;
  /** Its output: what was printed and what was logged. */
  readonly output: () => string;
  /** Asks as a script does. @throws Error if it is no 200. */
  readonly get: (path: string) => Promise<unknown>;
  /** Has an action planned, or carried out with the `confirm` of its plan. */
  readonly act: (request: object) => Promise<unknown>;
}

const asked = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  if (!response.ok) throw new Error(`The console answered ${response.status}: ${text}`);
  return JSON.parse(text) as unknown;
};

/** Starts the console on a free port; it is ended with a signal, as an operator does, when the test ends. */
export const openConsole = async (
  world: World,
  options: Omit<GatewayProcessOptions, 'command'>,
): Promise<ConsoleProcess> => {
  const args = ['--listen', '0', ...(options.args ?? [])];
  const child = await GatewayProcess.start({ ...options, command: 'console', args });
  world.atEnd(async () => {
    await child.stop();
    const { code } = await child.exited;
    if (code !== 0) throw new Error(`The console ended with ${code}:\n${child.output}`);
  });
  const url = new URL(/^Console: (\S+)$/m.exec(child.output)?.[1] ?? '');
  const { origin } = url;
  const bearer = { Authorization: `Bearer ${url.searchParams.get('token') ?? ''}` };
  const get = async (path: string): Promise<unknown> => asked(await fetch(`${origin}${path}`, { headers: bearer }));
  const { csrf } = (await get('/api/session')) as { readonly csrf: string };
  const headers = { ...bearer, Origin: origin, 'Content-Type': 'application/json', 'X-Sluice-Console': csrf };
  return {
    url: url.href,
    origin,
    output: () => child.output,
    get,
    act: async (request) =>
      asked(await fetch(`${origin}/api/actions`, { method: 'POST', headers, body: JSON.stringify(request) })),
  };
};
