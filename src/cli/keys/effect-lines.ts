import type { LedgerLine } from '../../model/records/ledger-line';
import { terminalLines, terminalText } from '../../terminal-text';

/** The outcome of an effect: `201`, `ok` from code, `failed: http-status 422`. */
const resultText = ({ status, code }: LedgerLine): string =>
  code === undefined
    ? String(status ?? 'ok')
    : `failed: ${[code, status].filter((part) => part !== undefined).join(' ')}`;

const effectText = (line: LedgerLine, lane: boolean): string => {
  const {
    time,
    chain,
    topic,
    partition,
    offset,
    step,
    destination,
    attempts,
    digest,
    unseen,
    perhapsDone,
    idempotencyKey,
  } = line;
  const details = [
    resultText(line),
    `attempts: ${attempts}`,
    ...(digest === undefined ? [] : [`answer ${digest}`]),
    ...(line.replay === undefined ? [] : [`replay ${line.replay}`]),
    ...(perhapsDone === undefined ? [] : ['perhaps done all the same']),
    ...(unseen === undefined ? [] : ['a worker that was lost may have called before']),
  ];
  const whose = lane ? `${terminalText(chain, 80)}  ` : '';
  const place = `${terminalText(topic, 100)}/${partition}/${offset}`;
  return [
    `  ${time}  ${whose}${place}  ${step} at ${destination}: ${details.join(', ')}`,
    `    ${terminalText(line.sentKey ?? idempotencyKey, 500)}`,
  ].join('\n');
};

/** Formats the effects of a key or a lane in lines for people. */
export const effectsText = (effects: readonly LedgerLine[] | undefined, lane: boolean): string => {
  if (effects === undefined) return 'effects    unknown: no worker answered';
  if (effects.length === 0) return 'effects    none kept';
  return terminalLines(['effects', ...effects.map((effect) => effectText(effect, lane))].join('\n'));
};
