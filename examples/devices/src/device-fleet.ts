// Devices that warm up and cool down, each with events of its own. Everything about an event but its time follows from
// its device and its number, so whoever knows the numbers of both knows what must come out.
import type { DeviceEvent } from './device-event';
import { fanCommand } from './thermostat';

/** Number of events in one swing from warm to hot to cold. */
const PERIOD = 8;

export const deviceName = (index: number): string => `dev-${String(index + 1).padStart(3, '0')}`;

/** Each device begins its swing elsewhere. */
export const celsiusOf = (index: number, sequence: number): number =>
  Math.round(70 + 25 * Math.sin((2 * Math.PI * (sequence + index)) / PERIOD));

/** How many commands a device must get for its first `events` events. */
export const commandsFor = (index: number, events: number): number => {
  let fanOn = false;
  let commands = 0;
  for (let sequence = 1; sequence <= events; sequence += 1) {
    const command = fanCommand(fanOn, celsiusOf(index, sequence));
    if (command === undefined) continue;
    fanOn = command === 'fan-on';
    commands += 1;
  }
  return commands;
};

export interface FleetOptions {
  /** @default 200 */
  readonly devices?: number;
  /** Events that a device has in all. @default without end */
  readonly events?: number;
  /** Time between two events of a device, in milliseconds. @default 1000 */
  readonly everyMs?: number;
  /** @default Date.now */
  readonly now?: () => number;
}

export interface EventPage {
  readonly events: readonly DeviceEvent[];
  /** Pass as `after` to read on. */
  readonly next: string;
  readonly more: boolean;
}

export class DeviceFleet {
  readonly size: number;
  readonly events: number;
  private readonly everyMs: number;
  private readonly now: () => number;
  private startedAt: number;
  private readonly indexes: ReadonlyMap<string, number>;

  constructor({ devices = 200, events = Infinity, everyMs = 1_000, now = Date.now }: FleetOptions = {}) {
    this.size = devices;
    this.events = events;
    this.everyMs = everyMs;
    this.now = now;
    this.startedAt = now();
    this.indexes = new Map(Array.from({ length: devices }, (_, index) => [deviceName(index), index]));
  }

  get names(): readonly string[] {
    return Array.from(this.indexes.keys());
  }

  has(device: string): boolean {
    return this.indexes.has(device);
  }

  /** The first events happen now. */
  restart(): void {
    this.startedAt = this.now();
  }

  /** Returns the events so far after the given number, oldest first; undefined if there is no such device. */
  page(device: string, after: number, limit: number): EventPage | undefined {
    const index = this.indexes.get(device);
    if (index === undefined) return undefined;
    const happened = Math.min(this.events, Math.floor((this.now() - this.startedAt) / this.everyMs) + 1);
    const last = Math.max(after, Math.min(happened, after + limit));
    const events = Array.from({ length: last - after }, (_, place) => this.event(device, index, after + place + 1));
    return { events, next: String(last), more: last < happened };
  }

  private event(device: string, index: number, sequence: number): DeviceEvent {
    const at = new Date(this.startedAt + (sequence - 1) * this.everyMs).toISOString();
    return { id: `${device}/${sequence}`, device, sequence, celsius: celsiusOf(index, sequence), at };
  }
}
