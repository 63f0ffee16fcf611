// Formats a route's status in lines for people.
import type { ResolvedRoute } from '../../config/route/resolved-route';
import {
  isKnown,
  type GatewayStatus,
  type KafkaRoute,
  type TemporalRoute,
} from '../../operations/status/gateway-status';
import { realState, routeFailures } from '../../operations/routes/route-state';
import type { FailingTasks } from '../../operations/status/failing-tasks';
import { plural, terminalLines, terminalText } from '../../terminal-text';
import { ageText } from '../command/age-text';
import { keyTable, type KeyTable } from '../keys/key-table';
import type { OutboxWriterStatus } from '../../operations/status/outbox-status';

const hosting = ({ lanes }: ResolvedRoute): string => (lanes === 0 ? 'a workflow per key' : `${lanes} lanes`);

const stateLine = (kafka: KafkaRoute | undefined, temporal: TemporalRoute | undefined): string => {
  const desired = temporal?.control.desired ?? 'unknown';
  const real = kafka === undefined || temporal === undefined ? 'unknown' : realState(temporal.control, kafka.lag);
  return `  state      ${real}, desired ${desired}`;
};

const failureLines = ({ control }: TemporalRoute, now: number): readonly string[] =>
  routeFailures(control, now).map(
    ({ bridge, since, message }) => `  failed     in bridge ${bridge} since ${since}: ${message}`,
  );

const replayLine = (kafka: KafkaRoute | undefined, { control }: TemporalRoute): readonly string[] => {
  const { replay, leftOut } = control;
  if (replay === undefined) return [];
  const counted = leftOut?.[String(replay.number)];
  const others = counted === undefined ? '' : `, ${plural(counted, 'record')} of other keys left out`;
  const name = `  replay     ${replay.number}`;
  if (replay.phase === 'cancelled') return [`${name} was cancelled`];
  if (replay.phase !== 'running')
    return [
      `${name} is not under way yet (${replay.phase}): continue it with \`--continue\` or drop it with \`--cancel\``,
    ];
  const progress = kafka?.replay;
  if (progress === undefined) return [`${name} was begun ${replay.begun}`];
  const { done, total } = progress;
  const read = done === total ? `has read all of its ${total} offsets` : `has read ${done} of ${total} offsets`;
  return [`${name} ${read}${others}`];
};

const kafkaLines = ({ groupId }: ResolvedRoute, { lag }: KafkaRoute): readonly string[] => [
  `  group      ${groupId}: ${lag.groupState}, ${plural(lag.groupMembers, 'member')}`,
  ...lag.topics.map(({ topic, partitions, lag: behind, outOfRange }) => {
    if (partitions === 0) return `  topic      ${topic}: does not exist`;
    const lost = outOfRange.length === 0 ? '' : `, committed offsets out of range in ${outOfRange.join(', ')}`;
    return `  topic      ${topic}: ${behind} behind over ${partitions} partitions${lost}`;
  }),
];

const UNFIT = 'cannot run, because its handler does not fit what it has done, or is missing';

const failingLines = ({ ids, unfit = [], unknown }: FailingTasks): readonly string[] => [
  ...ids.map(
    (id) => `failing    ${id}: ${unfit.includes(id) ? UNFIT : 'its workflow tasks fail'}, see the worker's log`,
  ),
  ...(unknown === 0 ? [] : [`failing    unknown of ${plural(unknown, 'workflow')}`]),
];

const closedLines = ({ closed }: TemporalRoute, route: string): readonly string[] =>
  closed === undefined
    ? []
    : [
        `  closed     ${closed.complete ? '' : 'at least '}${plural(closed.workflows, 'workflow')}: \`sluice keys restart --all -r ${route}\` continues ${closed.workflows === 1 && closed.complete ? 'it' : 'them'}`,
      ];

const workflowLines = ({ status, waiting, failing }: TemporalRoute): readonly string[] => {
  const { running, parked, paused, retrying, postponed, held } = status;
  const records = waiting === undefined ? 'unknown' : `${waiting.complete ? '' : 'at least '}${waiting.records}`;
  return [
    `  workflows  ${running} running`,
    `  keys       ${parked} parked, ${paused} paused, ${retrying} retrying, ${postponed} postponed, ${held} held`,
    `  waiting    ${records}${waiting === undefined ? ': no worker is running' : ' in workflows'}`,
    ...failingLines(failing).map((line) => `  ${line}`),
  ];
};

const letterLines = ({ letters }: TemporalRoute, now: number): readonly string[] => {
  if (letters === undefined) return [];
  const { keys, since, problem } = letters;
  const wait = keys === 1 ? '1 key waits for its dead letter' : `${keys} keys wait for their dead letters`;
  const why = problem === null ? '' : `: ${terminalText(problem, 300)}`;
  return [`  letters    at least ${wait} for ${ageText(now - Date.parse(since))}${why}`];
};

const retiredLines = ({ retired }: TemporalRoute): readonly string[] => {
  if (retired === undefined) return [];
  const { keys, complete, closed } = retired;
  return [
    `  retired    ${complete ? '' : 'at least '}${plural(keys, 'key')}${complete ? '' : ': is a worker running?'}`,
    ...closed.map(
      (id) => `  closed     shelf ${id}: its next key opens it again, unless Temporal has forgotten it by then`,
    ),
  ];
};

const oldestLine = ({ oldest }: KafkaRoute, known: TemporalRoute | undefined, now: number): string => {
  if (oldest !== undefined) return `  oldest     unfinished record is ${ageText(now - oldest)} old`;
  if (known === undefined) return '  oldest     unknown: Temporal does not answer';
  const { waiting, status } = known;
  if (waiting === undefined && status.running > 0)
    return `  oldest     unknown: no worker is running, and ${plural(status.running, 'workflow')} may hold records`;
  if (waiting?.complete === false)
    return `  oldest     unknown: ${waiting.answered} of ${plural(status.running, 'workflow')} answered`;
  return '  oldest     nothing is unfinished';
};

/** How a status is shown. */
export type StatusView = Omit<KeyTable, 'topics'>;

const INDENT = 2;

const keyLines = (
  { name, topics }: ResolvedRoute,
  { status: { keys } }: TemporalRoute,
  view: StatusView,
): readonly string[] => [
  ...keyTable(keys.keys, { ...view, width: view.width - INDENT, topics: topics.length > 1 }).map((line) => `  ${line}`),
  ...(keys.more ? [`  there are more: \`sluice keys list -r ${name} -s all\` shows them`] : []),
  ...(keys.unanswered === 0 ? [] : [`  workflows that did not answer: ${keys.unanswered}. Is a worker running?`]),
];

export const routeLines = (route: ResolvedRoute, { temporal, kafka }: GatewayStatus, view: StatusView): string => {
  const { now } = view;
  const known = isKnown(temporal) ? temporal.routes.get(route.name) : undefined;
  const read = isKnown(kafka) ? kafka.get(route.name) : undefined;
  return terminalLines(
    [
      `route ${route.name} (${hosting(route)})`,
      stateLine(read, known),
      ...(known === undefined ? [] : failureLines(known, now)),
      ...(known === undefined ? [] : replayLine(read, known)),
      ...(read === undefined ? [] : kafkaLines(route, read)),
      ...(known === undefined
        ? []
        : [
            ...workflowLines(known),
            ...closedLines(known, route.name),
            ...letterLines(known, now),
            ...retiredLines(known),
          ]),
      ...(read === undefined ? [] : [oldestLine(read, known, now)]),
      ...(known === undefined ? [] : keyLines(route, known, view)),
    ].join('\n'),
  );
};

export const headLines = (gateway: string, { temporal, kafka }: GatewayStatus): string =>
  terminalLines(
    [
      `gateway ${gateway}`,
      ...(isKnown(temporal)
        ? [`temporal   ${plural(temporal.workers, 'worker')}`, ...failingLines(temporal.failing)]
        : [`temporal   ${temporal.problem}`]),
      ...(isKnown(kafka) ? [] : [`kafka      ${kafka.problem}`]),
    ].join('\n'),
  );

/** Returns one line per writer. */
export const outboxLines = (writers: readonly OutboxWriterStatus[]): readonly string[] =>
  writers.map(({ writer, status, holder, sequence, published = 0, underWay = 0, trouble }) => {
    const head = `  writer ${writer}   `;
    if (status !== 'held') return head + status;
    const how = trouble === undefined ? '' : `, trouble: ${trouble}`;
    return `${head}owned by ${holder ?? 'a process'}: sequence ${sequence ?? 'unknown yet'}, ${published} published, ${underWay} asks under way${how}`;
  });
