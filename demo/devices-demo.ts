// The demo of devices: starts engines, devices and gateway. An agent for each device brings its events into Kafka, and
// a workflow for each answers it over HTTP. Each run begins anew, since the devices keep nothing either.
import { createAgents } from '../examples/devices/src/create-agents';
import { DeviceApi } from '../examples/devices/src/device-api';
import { loadConfig } from '../src/config/gateway/load-config';
import { freePort } from '../src/engines/free-port';
import { demoDirectories, forget, type DemoEngines } from './demo-engines';
import type { DeviceOptions } from './demo-options';
import { DevicesRun } from './devices-run';
import { devicesResult, isExact, type DevicesResult } from './devices-result';
import { devicesTable } from './devices-table';
import { metricsVariable } from './metrics-variable';
import type { Screen } from './screen';
import type { Show } from './show';
import { demoEnvironment, profileIn, type SluiceOptions, type SluiceProcess } from './sluice-process';
import { Stage } from './stage';
import { ensureTopic, gatewayConsumes } from './topic';
import { TopicAudit } from './topic-audit';

const NAME = 'demo-devices';
const DEVICES_PORT = 8091;
const TOPIC = 'device-events';
const GROUP = 'home.devices';
const CONFIG = 'examples/devices/gateway.config.ts';
/** Devices misbehave like this. */
const MOODS = { repeatRate: 0.05, failRate: 0.02, hangUpRate: 0.02 };

interface Begun {
  readonly engines: DemoEngines;
  readonly api: DeviceApi;
  readonly gateway: SluiceProcess;
}

export class DevicesDemo implements Show {
  readonly #stage: Stage;
  #audit: TopicAudit | undefined;

  constructor(
    private readonly options: DeviceOptions,
    private readonly screen: Screen,
    private readonly interrupted: AbortSignal,
  ) {
    this.#stage = new Stage(screen, interrupted);
  }

  async run(): Promise<{ result: DevicesResult; exact: boolean }> {
    const { engines, api, gateway } = await this.#start();
    const { devices, events, once } = this.options;
    this.#audit = await TopicAudit.start(engines.client(), TOPIC);
    this.screen.line(`${devices} devices with ${events} events each, of which some come twice`);
    api.moods.set(MOODS);
    api.fleet.restart();
    const run = new DevicesRun(api, this.#audit, { devices, events });
    await this.#stage.unlessGatewayEnds(
      Promise.all([this.#createAgents(engines, api), run.watch(this.screen, this.interrupted)]),
    );
    // A drained gateway has nothing in flight that could still come twice or late.
    if (once) await gateway.stop();
    const commands = api.commands.summary;
    const result = devicesResult({ devices, events }, this.#audit, commands, run.elapsedMs);
    this.screen.line(devicesTable(result, commands, api.repeatedPages));
    this.#showAddresses(engines, api);
    return { result, exact: isExact(result) };
  }

  async stayUp(): Promise<void> {
    this.screen.line('Everything stays up until Ctrl-C.');
    await this.#stage.stayUp();
  }

  async stop(): Promise<void> {
    await this.#audit?.stop();
    await this.#stage.stop();
  }

  kill(): Promise<void> {
    return this.#stage.kill();
  }

  async #start(): Promise<Begun> {
    const directories = demoDirectories(NAME);
    await forget(directories);
    const engines = await this.#stage.engines(directories);
    await ensureTopic(engines.kafka.address, TOPIC);
    const { devices, events } = this.options;
    const port = await freePort(DEVICES_PORT);
    const api = this.#stage.api('Devices', await DeviceApi.start({ port, devices, events }));
    const options: SluiceOptions = {
      kafka: engines.kafka.address,
      temporal: engines.temporal.address,
      variables: { DEVICES_URL: api.url, ...(this.options.once ? {} : await metricsVariable()) },
      config: CONFIG,
    };
    const gateway = await this.#stage.gateway(options, directories.root);
    await this.#stage.unlessGatewayEnds(gatewayConsumes(engines.kafka.address, GROUP, this.interrupted));
    if (!this.options.once) this.#stage.console(options, directories.root);
    return { engines, api, gateway };
  }

  async #createAgents(engines: DemoEngines, api: DeviceApi): Promise<void> {
    const { kafka, temporal } = engines;
    const options = { kafka: kafka.address, temporal: temporal.address, variables: {} };
    const env = demoEnvironment(options, profileIn(demoDirectories(NAME).root));
    await createAgents(await loadConfig(CONFIG, env), api.fleet.names);
  }

  #showAddresses(engines: DemoEngines, api: DeviceApi): void {
    const ui = engines.temporal.uiAddress;
    if (ui !== undefined) {
      this.screen.line(`Temporal UI: ${ui}`);
      this.screen.line(`One device's workflow: ${ui}/namespaces/default/workflows/home%2Fdevices%2Fdev-001`);
    }
    this.screen.line(`Devices: ${api.url}/summary`);
    if (this.options.once) this.screen.line('All of it ends now; without --once it stays up.');
    else this.screen.line(`Commands find it by themselves: node lib/cli/main.js agents list -c ${CONFIG}`);
    this.#stage.showConsole();
  }
}
