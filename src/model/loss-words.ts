import type { LostInJson } from './lost-in-json';

const INSTEAD: Readonly<Record<LostInJson['what'], string>> = {
  bytes: 'give them as text, as base64 for example',
  'a Map': 'give it as an object or a list of its entries',
  'a Set': 'give it as a list',
  NaN: 'give null, or leave it out',
  Infinity: 'give null, or leave it out',
  '-Infinity': 'give null, or leave it out',
  'an invalid Date': 'give null, or leave it out',
};

/** Says what JSON cannot hold, where it is, and how to give it instead. */
export const lossWords = ({ what, at }: LostInJson): string =>
  `${what}${at === '' ? '' : ` in ${at}`}, which JSON cannot hold: ${INSTEAD[what]}.`;
