const MAX_SHOWN = 60;

const shownObject = (value: object | null): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return 'an object';
};

const shownText = (value: string): string => {
  const redacted = value.replace(/:\/\/[^@/]*@/g, '://***@');
  const cut = redacted.length > MAX_SHOWN ? `${redacted.slice(0, MAX_SHOWN)}...` : redacted;
  return JSON.stringify(cut).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
};

/** A value as a problem shows it: short, on one line, without control characters and without a URL's credentials. */
export const shownValue = (value: unknown): string => {
  switch (typeof value) {
    case 'undefined':
      return 'nothing';
    case 'string':
      return shownText(value);
    case 'object':
      return shownObject(value);
    case 'function':
    case 'symbol':
      return `a ${typeof value}`;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
  }
};
