// Which numbers of JSON a JavaScript number stands for.
const INTEGER = /^-?\d+$/;

/**
 * True if JavaScript has this number of JSON text: every integer up to 2^53 - 1, and no number that becomes infinite or
 * zero. Long fractions are rounded everywhere, and count as exact.
 */
export const isExactNumber = (digits: string): boolean => {
  const number = Number(digits);
  if (!Number.isFinite(number)) return false;
  if (number === 0) return !/[1-9]/.test(digits.replace(/[eE].*$/, ''));
  if (INTEGER.test(digits)) return Number.isSafeInteger(number);
  // `9007199254740993.0` and `9.007199254740993e15` are integers, too, and lose their last digit.
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER || significant(digits) === significant(String(number));
};

/** True if JavaScript's number, written again, has every digit of this one, those of a long fraction too. */
export const keepsEveryDigit = (digits: string): boolean =>
  isExactNumber(digits) && significant(digits) === significant(String(Number(digits)));

/** Digits without zeros at their ends, and their exponent: the same for every way to write one number. */
const significant = (text: string): string => {
  const [, whole = '', fraction = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const all = (whole + fraction).replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  if (digits === '') return '0';
  return `${digits}e${Number(exponent) - fraction.length + all.length - digits.length}`;
};
