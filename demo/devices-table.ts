import Table from 'cli-table3';
import type { CommandSummary } from '../examples/devices/src/command-log';
import type { DevicesResult } from './devices-result';

const NO_LINES_BETWEEN_ROWS = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
const number = (value: number): string => value.toLocaleString('en-US');

export const devicesTable = (result: DevicesResult, commands: CommandSummary, repeatedPages: number): string => {
  const table = new Table({
    chars: NO_LINES_BETWEEN_ROWS,
    colAligns: ['left', 'right', 'left'],
    style: { head: [], border: [] },
  });
  const seen = `the devices answered ${number(repeatedPages)} pages twice`;
  const again = `${number(commands.replayed)} repeated calls were recognised`;
  table.push(
    ['devices', number(result.devices), 'each polled once a second'],
    ['events', number(result.events), 'told by the devices'],
    ['published', number(result.published), 'records in the topic'],
    ['duplicates', number(result.duplicates), `events published twice (${seen})`],
    ['lost', number(result.lost), 'events without a record'],
    ['out of order', number(result.outOfOrder), 'records or commands after a later one of the same device'],
    ['reactions', number(result.reactions), 'commands carried out by the devices'],
    ['duplicates', number(result.duplicateReactions), `commands carried out twice (${again})`],
    ['lost', number(result.lostReactions), 'commands that should have come'],
    ['seconds', result.seconds.toFixed(2), 'from the first event to the last command'],
  );
  return table.toString();
};
