// The action of each command, loaded on call: Temporal's libraries take longer to load than most commands to run.
import type { CommandContext, CommandResult } from './command/command';
import type { Commands } from './program';

type Command<Options extends readonly unknown[]> = (
  ...args: [...options: Options, context: CommandContext]
) => Promise<CommandResult>;

const loaded =
  <Options extends readonly unknown[]>(load: () => Promise<Command<Options>>): Command<Options> =>
  async (...args) =>
    (await load())(...args);

export const COMMANDS: Commands = {
  run: loaded(async () => (await import('./gateway/run-command.js')).runCommand),
  dev: loaded(async () => (await import('./gateway/dev-command.js')).devCommand),
  check: loaded(async () => (await import('./gateway/check-command.js')).checkCommand),
  status: loaded(async () => (await import('./routes/status-command.js')).statusCommand),
  setup: loaded(async () => (await import('./gateway/setup-command.js')).setupCommand),
  health: loaded(async () => (await import('./gateway/health-command.js')).healthCommand),
  completion: loaded(async () => (await import('./completion/completion-command.js')).completionCommand),
  console: loaded(async () => (await import('./console/console-command.js')).consoleCommand),
  bundle: loaded(async () => (await import('./gateway/bundle-command.js')).bundleCommand),
  pause: loaded(async () => (await import('./routes/route-commands.js')).pauseCommand),
  resume: loaded(async () => (await import('./routes/route-commands.js')).resumeCommand),
  replay: loaded(async () => (await import('./routes/replay-command.js')).replayCommand),
  rehost: loaded(async () => (await import('./routes/rehost-command.js')).rehostCommand),
  keys: {
    list: loaded(async () => (await import('./keys/keys-commands.js')).listKeysCommand),
    show: loaded(async () => (await import('./keys/keys-commands.js')).showKeyCommand),
    act: loaded(async () => (await import('./keys/act-on-keys.js')).actOnKey),
    actOnAll: loaded(async () => (await import('./keys/act-on-all-keys.js')).actOnAllKeys),
    edit: loaded(async () => (await import('./keys/act-on-keys.js')).editKeyCommand),
    restart: loaded(async () => (await import('./keys/restart-commands.js')).restartKeyCommand),
    restartAll: loaded(async () => (await import('./keys/restart-commands.js')).restartAllKeysCommand),
  },
  deadLetters: {
    list: loaded(async () => (await import('./dead-letters/dead-letters-commands.js')).listLettersCommand),
    show: loaded(async () => (await import('./dead-letters/dead-letters-commands.js')).showLetterCommand),
    redrive: loaded(async () => (await import('./dead-letters/redrive-command.js')).redriveLettersCommand),
  },
  agents: {
    list: loaded(async () => (await import('./agents/agents-commands.js')).listAgentsCommand),
    show: loaded(async () => (await import('./agents/agents-commands.js')).showAgentCommand),
    create: loaded(async () => (await import('./agents/agents-commands.js')).createAgentCommand),
    act: loaded(async () => (await import('./agents/agents-commands.js')).actOnAgent),
    setCursor: loaded(async () => (await import('./agents/agents-commands.js')).setCursorCommand),
    restart: loaded(async () => (await import('./agents/agents-commands.js')).restartAgentsCommand),
  },
};
