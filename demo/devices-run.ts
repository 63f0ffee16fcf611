import { setTimeout as wait } from 'node:timers/promises';
import type { DeviceApi } from '../examples/devices/src/device-api';
import { expectedCommands, type Expected } from './devices-result';
import type { Screen } from './screen';
import type { TopicAudit } from './topic-audit';

const LOOK_MS = 100;
/** The rest counts as lost when no new record or command has come for so long. */
const STALLED_MS = 120_000;

/** Watches events become records, and records commands. */
export class DevicesRun {
  private readonly startedAt = performance.now();
  private movedAt = performance.now();

  constructor(
    private readonly api: DeviceApi,
    private readonly audit: TopicAudit,
    private readonly expected: Expected,
  ) {}

  get elapsedMs(): number {
    return this.movedAt - this.startedAt;
  }

  /** Returns when all is done, or nothing has happened for two minutes. */
  async watch(screen: Screen, signal: AbortSignal): Promise<void> {
    const events = this.expected.devices * this.expected.events;
    const commands = expectedCommands(this.expected);
    let before = -1;
    while (performance.now() - this.movedAt < STALLED_MS) {
      const done = this.api.commands.summary.commands;
      const moved = this.audit.published + done;
      if (moved > before) this.movedAt = performance.now();
      before = moved;
      const note = `events published and commands carried out (${done.toLocaleString('en-US')})`;
      screen.progress(this.audit.events + done, events + commands, note);
      if (this.audit.events >= events && done >= commands) return;
      await wait(LOOK_MS, undefined, { signal });
    }
  }
}
