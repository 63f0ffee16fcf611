/** What a box for text shows as nothing, or by which it turns what stands around: all but line breaks and tabs. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Surrogate}]/gu;

const escapedUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The text with what a box does not show as JSON may write it, `\u202e`; undefined if a box shows all of it. */
export const unseenText = (text: string): string | undefined => {
  const seen = text.replace(UNSEEN, (character) => character.split('').map(escapedUnit).join(''));
  return seen === text ? undefined : seen;
};
