// What `--help` shows behind the options: how the command is used, and where docs/commands.md has it.

export interface HelpExample {
  readonly examples: readonly [string, string];
  /** A heading of docs/commands.md. */
  readonly heading: string;
}

const KEY = '-r transfers -k acc-07';

/** By the words of the command. A unit test parses each example, and finds each heading. */
export const HELP_EXAMPLES: Readonly<Record<string, HelpExample>> = {
  sluice: { heading: 'Commands', examples: ['dev', 'status --watch'] },
  keys: { heading: 'Keys', examples: ['keys list -r transfers', 'keys retry --all --destination ledger --dry-run'] },
  'dead-letters': {
    heading: 'Dead letters',
    examples: ['dead-letters list -r transfers --since 2h', 'dead-letters redrive -r transfers --all --dry-run'],
  },
  agents: { heading: 'Poll agents', examples: ['agents list', 'agents poll -a prices'] },
  run: { heading: 'sluice run, bridge, worker', examples: ['run', 'run -c bank/gateway.config.ts --log-format json'] },
  bridge: { heading: 'sluice run, bridge, worker', examples: ['bridge', 'bridge --log-format json'] },
  worker: { heading: 'sluice run, bridge, worker', examples: ['worker', 'worker --log-format json'] },
  dev: { heading: 'sluice dev', examples: ['dev', 'dev --kafka-port 19092 --temporal-port 17233'] },
  check: { heading: 'sluice check', examples: ['check', 'check -c bank/gateway.config.ts --json'] },
  status: { heading: 'sluice status', examples: ['status --watch', 'status --exit-code --json'] },
  setup: { heading: 'sluice setup', examples: ['setup --dry-run', 'setup --create-namespace'] },
  bundle: { heading: 'sluice bundle', examples: ['bundle workflows.ts', 'bundle workflows.ts -o dist/bundle.json'] },
  console: {
    heading: 'sluice console',
    examples: ['console', 'console --listen 9000 --temporal-ui http://localhost:8233'],
  },
  health: { heading: 'sluice health', examples: ['health', 'health --ready --at 127.0.0.1:9464'] },
  completion: { heading: 'sluice completion', examples: ['completion bash', 'completion fish'] },
  pause: { heading: 'sluice pause, resume', examples: ['pause transfers', 'pause transfers --timeout 2m'] },
  resume: { heading: 'sluice pause, resume', examples: ['resume transfers', 'resume transfers --timeout 2m'] },
  replay: {
    heading: 'sluice replay',
    examples: ['replay transfers --from 2h --dry-run', 'replay transfers --from 2026-11-22T20:00:00Z --at-most 5000'],
  },
  rehost: { heading: 'sluice rehost', examples: ['rehost transfers', 'rehost transfers --json'] },
  'keys list': {
    heading: 'sluice keys list',
    examples: ['keys list -r transfers', 'keys list -r transfers -s retrying --destination ledger'],
  },
  'keys show': { heading: 'sluice keys show', examples: [`keys show ${KEY} --record`, `keys show ${KEY} --effects`] },
  'keys retry': {
    heading: 'sluice keys retry, skip',
    examples: [`keys retry ${KEY}`, 'keys retry --all --destination ledger --dry-run'],
  },
  'keys skip': {
    heading: 'sluice keys retry, skip',
    examples: [`keys skip ${KEY} --offset 86`, 'keys skip --all -r transfers --error http-status --dry-run'],
  },
  'keys pause': { heading: 'sluice keys pause, resume', examples: [`keys pause ${KEY}`, 'keys pause --all -s parked'] },
  'keys resume': {
    heading: 'sluice keys pause, resume',
    examples: [`keys resume ${KEY} --wait 10m`, 'keys resume --all --yes'],
  },
  'keys edit': {
    heading: 'sluice keys edit',
    examples: [`keys edit ${KEY} --value '{"amount":5}'`, `keys edit ${KEY} --header by=ops --remove-header trace`],
  },
  'keys restart': { heading: 'sluice keys restart', examples: [`keys restart ${KEY}`, 'keys restart --all --dry-run'] },
  'dead-letters list': {
    heading: 'sluice dead-letters list',
    examples: ['dead-letters list -r transfers', 'dead-letters list -r transfers --cause http-status --since 2h'],
  },
  'dead-letters show': {
    heading: 'sluice dead-letters show',
    examples: ['dead-letters show -r transfers --letter 0/17', 'dead-letters show -r transfers --letter 0/17 --json'],
  },
  'dead-letters redrive': {
    heading: 'sluice dead-letters redrive',
    examples: ['dead-letters redrive -r transfers --letter 0/17', 'dead-letters redrive -r transfers --all --dry-run'],
  },
  'agents list': { heading: 'sluice agents list', examples: ['agents list', 'agents list -a readings -s retrying'] },
  'agents show': {
    heading: 'sluice agents show',
    examples: ['agents show -a readings -n press-7', 'agents show -a prices --json'],
  },
  'agents create': {
    heading: 'sluice agents create, remove',
    examples: [
      'agents create -a readings -n press-7 -p port=502',
      'agents create -a readings -n press-8 -p port=503 --json',
    ],
  },
  'agents remove': {
    heading: 'sluice agents create, remove',
    examples: ['agents remove -a readings -n press-7', 'agents remove -a readings -n press-7 --wait 1m'],
  },
  'agents pause': {
    heading: 'sluice agents pause, resume, poll',
    examples: ['agents pause -a readings -n press-7', 'agents pause -a prices --wait 1m'],
  },
  'agents resume': {
    heading: 'sluice agents pause, resume, poll',
    examples: ['agents resume -a readings -n press-7', 'agents resume -a prices --wait 1m'],
  },
  'agents poll': {
    heading: 'sluice agents pause, resume, poll',
    examples: ['agents poll -a readings -n press-7', 'agents poll -a prices'],
  },
  'agents set-cursor': {
    heading: 'sluice agents set-cursor',
    examples: ['agents set-cursor -a readings -n press-7 --cursor 20', 'agents set-cursor -a prices --none --forget'],
  },
  'agents restart': {
    heading: 'sluice agents restart',
    examples: ['agents restart -a readings', 'agents restart -a readings --empty'],
  },
};
