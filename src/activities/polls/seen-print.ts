import type { ResolvedHttpPoll } from '../../config/agent/resolved-http-poll';
import type { AgentParameters, PolledRecord } from '../../config/agent/poll-source';
import type { EffectResponse } from '../../model/contract/effect-response';
import type { AnswerPart } from './answer-part';
import { PagePrint } from './page-print';
import { pollBody, pollItems, polledRecord } from './poll-items';

type Options = Pick<ResolvedHttpPoll, 'baseUrl' | 'id' | 'items'>;

/**
 * What a look has seen. Behind its last page, an API may answer with what is no page: that is nothing, as a refusal is.
 * Items that have their ids are items, whatever else is wrong with them: the poll that comes to them says so.
 */
export const seenPrint = (response: EffectResponse, options: Options, parameters: AgentParameters): PagePrint => {
  const items: AnswerPart[] = [];
  const records: PolledRecord[] = [];
  for (const item of itemsOf(response, options)) {
    const record = named(item, options, parameters);
    if (record === undefined) continue;
    items.push(item);
    records.push(record);
  }
  return PagePrint.of({ items, records });
};

const itemsOf = (response: EffectResponse, { baseUrl, items: path, id }: Options): readonly AnswerPart[] => {
  try {
    const body = pollBody(response, baseUrl !== undefined);
    const items = pollItems(body, path);
    const isList = Array.isArray((path === undefined ? body : body?.at(path))?.value);
    // One object is an item only where items are looked for, and by its id. Else it is an answer in words.
    return isList || (path !== undefined && id !== undefined) ? items : [];
  } catch {
    return [];
  }
};

/** Undefined if the item lacks its id. */
const named = (item: AnswerPart, { id }: Options, parameters: AgentParameters): PolledRecord | undefined => {
  const onlyId = { id, key: undefined, value: undefined, timestamp: undefined };
  try {
    return polledRecord(onlyId, item, 0, parameters);
  } catch {
    return undefined;
  }
};
