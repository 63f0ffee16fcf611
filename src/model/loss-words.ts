import type { LostInJson } from './lost-in-json';

/** Says what JSON cannot hold, where it is, and how to give it instead. */
export const lossWords = ({ what, at }: LostInJson): string => {
  const where = at === '' ? '' : ` in ${at}`;
  const instead =
    what === 'bytes' ? 'give them as text, as base64 for example' : 'give it as an object or a list of its entries';
  return `${what}${where}, which JSON cannot hold: ${instead}.`;
};
