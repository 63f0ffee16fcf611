// Turns the body of a response into records.
import type { ResolvedHttpPoll } from '../../config/agent/resolved-http-poll';
import type { EffectResponse } from '../../model/contract/effect-response';
import { AnswerPart } from './answer-part';
import { fieldsOf } from './fields-of';
import { filledIn } from './fill-template';
import { timeOf } from './item-time';
import { pollInvalid } from './poll-failure';
import type { AgentParameters, PolledRecord } from '../../config/agent/poll-source';
import { defined } from '../../model/defined';

/** The most items in a page: a poll publishes its page in one transaction, which has room for no more. */
const MOST_ITEMS = 1_000;

/**
 * The JSON of a response, even if its content type is another; undefined if it is empty. `sent`: false if a program has
 * made it.
 */
export const pollBody = (response: EffectResponse, sent = true): AnswerPart | undefined => {
  const { data, headers } = response;
  if (typeof data !== 'string' || response.source !== undefined) {
    return data === null || data === undefined ? undefined : AnswerPart.ofResponse(response, sent);
  }
  if (data.trim() === '') return undefined;
  try {
    return AnswerPart.ofText(data);
  } catch {
    const type = headers['content-type'] ?? 'no content type';
    throw pollInvalid(`Expected a JSON body, got one that is not JSON (${JSON.stringify(type.slice(0, 100))}).`);
  }
};

/**
 * The items of a page. Null in place of the array is an empty page, unless errors stand beside it, as GraphQL answers with
 * 200; a missing value means a wrong path.
 */
export const pollItems = (body: AnswerPart | undefined, path: string | undefined): readonly AnswerPart[] => {
  if (body === undefined) return [];
  const found = path === undefined ? body : body.at(path);
  if (found?.value === null) return noItems(body, String(path));
  if (found === undefined || typeof found.value !== 'object') {
    const where = path === undefined ? 'the body' : `the field ${path}`;
    throw pollInvalid(
      `Expected an array of items, or one item, in ${where}, got ${found === undefined ? `nothing (${fieldsOf(body.value)})` : typeof found.value}.`,
    );
  }
  const count = Array.isArray(found.value) ? found.value.length : 1;
  if (count > MOST_ITEMS) {
    throw pollInvalid(`Expected a page of at most ${MOST_ITEMS} items, got ${count}: ask for smaller pages.`);
  }
  return found.items ?? [found];
};

const noItems = (body: AnswerPart, path: string): readonly AnswerPart[] => {
  const errors = body.at('errors')?.items?.length ?? 0;
  if (errors === 0) return [];
  throw pollInvalid(
    `Expected an array of items, or one item, in the field ${path}, got null beside ${errors} in errors: the API ` +
      'could not answer. Look at what it says there, and correct the request.',
  );
};

/** @throws PollFailure if an item lacks what the configuration asks for: it must be neither lost nor guessed. */
export const polledRecord = (
  poll: Pick<ResolvedHttpPoll, 'id' | 'key' | 'value' | 'timestamp'>,
  item: AnswerPart,
  index: number,
  parameters: AgentParameters,
): PolledRecord => {
  const refused = (name: string, path: string, expected: string, got: unknown): Error =>
    pollInvalid(`Item ${index}: expected ${expected} in ${path} for its ${name}, got ${shown(got)}.`);
  const text = (name: 'id' | 'key'): string | undefined => {
    const source = poll[name];
    if (source === undefined) return undefined;
    if (source.includes('{')) return filledIn(source, (variable) => variableOf(variable, item, parameters));
    const found = item.at(source);
    const plain = found?.plain;
    if (plain !== undefined && plain !== '') return plain;
    throw refused(name, source, 'text or a number', found?.value);
  };
  const id = text('id');
  const key = text('key');
  const value = poll.value === undefined ? item : item.at(poll.value);
  if (value === undefined) throw refused('value', poll.value ?? '', 'something', undefined);
  // Null as a value would be a tombstone, which deletes: only a program says that. What an API sends is JSON.
  const source = value.value === null ? 'null' : value.source;
  const record = { value: value.value, ...defined({ source, id, key }) };
  if (poll.timestamp === undefined) return record;
  const time = item.at(poll.timestamp)?.value;
  const timestamp = timeOf(time);
  if (timestamp === undefined) throw refused('timestamp', poll.timestamp, 'a time', time);
  return { ...record, timestamp };
};

const variableOf = (name: string, item: AnswerPart, parameters: AgentParameters): unknown => {
  if (name.startsWith('item.')) return item.at(name.slice('item.'.length))?.plain;
  return Object.hasOwn(parameters, name) ? parameters[name] : undefined;
};

/** Names only the kind of a value, because nobody should read an API's answers in a log. */
const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value === '') return 'empty text';
  if (typeof value === 'number') return `the number ${value}`;
  return Array.isArray(value) ? 'an array' : typeof value;
};
