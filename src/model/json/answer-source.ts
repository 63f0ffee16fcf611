import { inexactNumber } from './inexact-number';
import { jsonTree, nodeText, type JsonNode } from './json-tree';

/** Which texts of answers are kept beside what JavaScript makes of them: by what is lost otherwise. */
export type AnswerLoss = 'number' | 'digit' | 'byte';

/**
 * The text of JSON that `data` does not stand for; undefined if `data` is enough. `number`: numbers that JavaScript cannot
 * hold. `digit`: also those that it would write otherwise (`1.10`). `byte`: anything that it would.
 */
export const answerSource = (text: string, data: unknown, loss: AnswerLoss): string | undefined => {
  if (loss === 'byte') return JSON.stringify(data) === text ? undefined : text;
  const lost = inexactNumber(text, 'exact') !== undefined || (loss === 'digit' && hasOtherDigits(text));
  return lost ? text : undefined;
};

/** Numbers that may be written otherwise have a fraction, an exponent, a minus before zero, or many digits. */
const SUSPECT = /\d[.eE]|-0|\d{16}/;

const hasOtherDigits = (text: string): boolean => {
  if (!SUSPECT.test(text)) return false;
  const differs = (node: JsonNode): boolean => {
    if (node.type !== 'number') return (node.children ?? []).some(differs);
    const digits = nodeText(text, node);
    return JSON.stringify(Number(digits)) !== digits;
  };
  return differs(jsonTree(text));
};
