import { temporal } from '@temporalio/proto';
import type { SearchAttribute } from '../model/search-attributes';

const { INDEXED_VALUE_TYPE_KEYWORD, INDEXED_VALUE_TYPE_KEYWORD_LIST } = temporal.api.enums.v1.IndexedValueType;

const TYPES = { Keyword: INDEXED_VALUE_TYPE_KEYWORD, KeywordList: INDEXED_VALUE_TYPE_KEYWORD_LIST } as const;

/** Search attributes as the server's API wants them named. */
export const indexedValueTypes = (
  attributes: readonly SearchAttribute[],
): Record<string, temporal.api.enums.v1.IndexedValueType> =>
  Object.fromEntries(attributes.map(({ name, type }) => [name, TYPES[type]]));
