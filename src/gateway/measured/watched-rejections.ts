import { errorText } from '../../errors';
import { keyName } from '../../operations/keys/key-name';
import type { RejectRequest, TerminalAction } from '../../model/contract/effect-contract';
import { causeOf } from '../../model/keys/cause';
import type { LimitedLog } from '../../telemetry/limited-log';
import type { Telemetry } from '../../telemetry/telemetry';

type Reject = (request: RejectRequest) => Promise<TerminalAction>;

const WORDS: Readonly<Record<TerminalAction, string>> = {
  park: 'a key is parked: its record failed for good, and it waits for an operator',
  'dead-letter': 'a record failed for good and is a dead letter now',
  skip: 'a record failed for good and was skipped, as the configuration says',
};

/**
 * Tells the log and the metrics of records that failed for good. Messages of failures may quote a record or an answer,
 * so they are not logged: `sluice keys show` has them. A worker that dies in between tells it again.
 */
export const watchedRejections =
  (reject: Reject, telemetry: Telemetry, log: LimitedLog): Reject =>
  async (request) => {
    const { route, alsoOffsets = [] } = request;
    const { kind, one } = fieldsOf(request);
    let action: TerminalAction;
    try {
      action = await reject(request);
    } catch (error) {
      telemetry.count('sluice_dead_letters_failed_total', { route });
      log.warn(kind, { ...one, error: errorText(error) }, 'a dead letter could not be written: its key waits');
      throw error;
    }
    // A key parks at its head; those behind it are decided in their turn.
    const records = action === 'park' ? 1 : 1 + alsoOffsets.length;
    const destination = request.failure.destination ?? '';
    telemetry.count('sluice_records_failed_total', { route, destination, cause: kind.cause, action }, records);
    log.warn(kind, records === 1 ? one : { ...one, records }, WORDS[action]);
    return action;
  };

const fieldsOf = ({ route, chain, stream, position, failure, attempts, doubts = [] }: RejectRequest) => ({
  kind: {
    route,
    cause: causeOf(failure),
    ...(failure.destination === undefined ? {} : { destination: failure.destination }),
  },
  one: {
    key: keyName(chain),
    topic: stream.topic,
    partition: position.partition,
    offset: position.offset,
    attempts,
    ...(failure.step === undefined ? {} : { step: failure.step }),
    ...(failure.at === undefined ? {} : { at: failure.at }),
    ...(failure.perhapsDone === true || doubts.length > 0 ? { perhapsDone: true } : {}),
  },
});
