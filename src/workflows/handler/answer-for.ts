import { patched } from '@temporalio/workflow';
import { bytesFromBase64 } from '../../model/base64';
import { ANSWER_NUMBERS, withAnswerData, type Answer, type AnswerNumbers } from '../../model/json/answer-data';

/** Before this patch, handlers got numbers as JavaScript rounds them. */
const EXACT = 'exact-answers';

/** @throws Error in words for the handler's author. */
export const assertAnswerNumbers = (numbers: AnswerNumbers | undefined): void => {
  if (numbers === undefined || ANSWER_NUMBERS.includes(numbers)) return;
  const expected = ANSWER_NUMBERS.map((one) => `'${one}'`).join(', ');
  throw new Error(`Expected numbers to be one of ${expected}, got ${JSON.stringify(numbers)}.`);
};

interface KeptAnswer extends Answer {
  readonly base64?: string;
}

/** An answer as its handler gets it. */
export const answerFor = <Kept extends KeptAnswer>(
  { data, source, base64, ...kept }: Kept,
  numbers: AnswerNumbers | undefined,
): Omit<Kept, 'data' | 'source' | 'base64'> & { readonly data: unknown } => {
  if (base64 !== undefined) return { ...kept, data: bytesFromBase64(base64) };
  const chosen = numbers ?? (source !== undefined && patched(EXACT) ? 'exact' : 'plain');
  if (source === undefined && (chosen === 'plain' || chosen === 'exact')) return { ...kept, data };
  return withAnswerData(kept, { data, ...(source === undefined ? {} : { source }) }, chosen);
};
