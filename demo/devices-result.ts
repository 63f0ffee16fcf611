import type { CommandSummary } from '../examples/devices/src/command-log';
import { commandsFor } from '../examples/devices/src/device-fleet';
import type { TopicAudit } from './topic-audit';

/** What checks read. Field names are a contract. */
export interface DevicesResult {
  readonly devices: number;
  /** Number of events that the devices had to tell. */
  readonly events: number;
  /** Records in the topic. */
  readonly published: number;
  /** Records of an event that was published before. */
  readonly duplicates: number;
  /** Events without a record. */
  readonly lost: number;
  /** Records, or commands, after a later one of the same device. */
  readonly outOfOrder: number;
  /** Number of commands that devices carried out. */
  readonly reactions: number;
  /** Commands that were carried out again for the same event. */
  readonly duplicateReactions: number;
  /** Commands that should have come and did not. */
  readonly lostReactions: number;
  /** Time from the first event to the last command. */
  readonly seconds: number;
}

export interface Expected {
  readonly devices: number;
  /** Number of events of each device. */
  readonly events: number;
}

/** Returns how many commands the devices are to get in all. */
export const expectedCommands = ({ devices, events }: Expected): number =>
  Array.from({ length: devices }, (_, index) => commandsFor(index, events)).reduce((sum, count) => sum + count, 0);

export const devicesResult = (
  expected: Expected,
  audit: Pick<TopicAudit, 'published' | 'duplicates' | 'outOfOrder' | 'events'>,
  commands: CommandSummary,
  elapsedMs: number,
): DevicesResult => {
  const events = expected.devices * expected.events;
  return {
    devices: expected.devices,
    events,
    published: audit.published,
    duplicates: audit.duplicates,
    lost: events - audit.events,
    outOfOrder: audit.outOfOrder + commands.outOfOrder,
    reactions: commands.commands,
    duplicateReactions: commands.repeated,
    lostReactions: expectedCommands(expected) - (commands.commands - commands.repeated),
    seconds: Math.round(elapsedMs / 10) / 100,
  };
};

export const isExact = (result: DevicesResult): boolean =>
  [result.duplicates, result.lost, result.outOfOrder, result.duplicateReactions, result.lostReactions].every(
    (count) => count === 0,
  );
