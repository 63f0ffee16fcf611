import { keyName } from '../../operations/keys/key-name';
import type { KeyEvent } from '../../model/keys/key-event';
import type { LimitedLog } from '../../telemetry/limited-log';
import type { Telemetry } from '../../telemetry/telemetry';

const FORGOTTEN = 'a promise that a handler made was rejected, and nothing waited for it: its record goes on';

/**
 * Tells the log and the metrics what workflows say of their keys. Records that fail for good are told by the activity
 * that decides about them. No line has a message of an error, which may quote the record.
 */
export const toldEvents =
  (telemetry: Telemetry, log: LimitedLog) =>
  (route: string, event: KeyEvent): void => {
    const one = { ...(event.chain === '' ? {} : { key: keyName(event.chain) }), ...event.place };
    switch (event.kind) {
      case 'released': {
        const { by, cause, destination, parkedForMs } = event;
        telemetry.count('sluice_keys_released_total', { route, by });
        log.info({ route, by, cause, destination }, { ...one, parkedForMs }, 'a parked key goes on');
        return;
      }
      case 'handler-threw':
        telemetry.count('sluice_handler_errors_total', { route });
        log.warn({ route, error: event.name, frames: event.frames }, one, 'a handler threw an error');
        return;
      case 'promise-rejected':
        telemetry.count('sluice_handler_errors_total', { route });
        log.warn({ route, error: event.name, frames: event.frames }, one, FORGOTTEN);
        return;
      case 'letter-given-up': {
        const { cause, destination } = event;
        const words = 'no dead letter could be written, so the key is parked: it waits for an operator';
        log.warn({ route, cause, destination }, one, words);
        return;
      }
      case 'paused':
        log.info({ route }, one, 'an operator has paused a key');
        return;
      case 'resumed':
        log.info({ route }, one, 'an operator has resumed a key');
    }
  };
