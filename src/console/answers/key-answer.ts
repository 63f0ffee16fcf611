import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { defined } from '../../model/defined';
import { doubtWords } from '../../model/doubts/doubt-words';
import type { LedgerLine } from '../../model/records/ledger-line';
import { keyEffects } from '../../operations/keys/key-effects';
import { showKey, type ShownKey } from '../../operations/keys/show-key';
import { terminalText } from '../../terminal-text';
import type { EffectRow, KeyAnswer, KeyRow } from '../wire/keys';
import type { AddressedKey } from './addressed-key';
import { keyAddress, keyRow, placeText, type KeyStanding } from './key-row';
import type { TemporalLinks } from './temporal-links';

const EFFECTS = 50;

const effectRow = (line: LedgerLine): EffectRow => ({
  record: placeText(line),
  step: terminalText(line.step, 100),
  destination: terminalText(line.destination, 100),
  result: [line.result, line.code, line.status].filter((part) => part !== undefined).join(' '),
  attempts: line.attempts,
  time: line.time,
  idempotencyKey: terminalText(line.sentKey ?? line.idempotencyKey),
  ...(line.perhapsDone === true ? { perhapsDone: true as const } : {}),
});

/** A closed run still says how its keys stood. A key whose workflow says nothing has nothing to do, or cannot answer. */
const statusOf = ({ retiredSince, workflowStatus, answered, status }: ShownKey): KeyStanding => {
  if (retiredSince !== undefined) return 'retired';
  if (workflowStatus !== 'RUNNING') return 'held';
  return status?.status ?? (answered ? 'idle' : 'unknown');
};

export const shownKeyRow = ({ route, chain }: AddressedKey, shown: ShownKey): KeyRow =>
  keyRow(route.name, { chain, ...shown.status, status: statusOf(shown) });

/** @throws GatewayError `not-found` */
export const keyAnswer = async (
  client: Client,
  config: ResolvedConfig,
  target: AddressedKey,
  links: TemporalLinks,
): Promise<KeyAnswer> => {
  const { route, chain, workflowId } = target;
  const [shown, effects] = await Promise.all([showKey(client, target), keyEffects(client, config, target)]);
  const { runId, workflowStatus, startTime, answered, status, counters = {}, held, retiredSince } = shown;
  const { failure, head, callback, doubts = [], revision } = status ?? {};
  return {
    address: keyAddress(route.name, chain),
    key: shownKeyRow(target, shown),
    workflow: {
      id: terminalText(workflowId),
      run: runId,
      status: workflowStatus,
      started: startTime.toISOString(),
      ...links.workflow(workflowId, runId),
    },
    answered,
    ...defined({ offset: head?.offset, revision, retiredSince, held: held?.waiting }),
    ...(failure?.reason === undefined ? {} : { reason: terminalText(failure.reason, 100) }),
    ...(failure?.at === undefined ? {} : { thrownAt: terminalText(failure.at, 100) }),
    doubts: doubts.map((doubt) => terminalText(doubtWords(doubt))),
    ...(callback === undefined ? {} : { callback: { ...callback, step: terminalText(callback.step, 100) } }),
    counters: Object.entries(counters),
    ...(effects === undefined ? {} : { effects: effects.slice(-EFFECTS).reverse().map(effectRow) }),
  };
};
