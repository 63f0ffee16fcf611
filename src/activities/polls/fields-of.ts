/** The names of a body's fields, for whoever has mistyped one. */
export const fieldsOf = (body: unknown): string => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'the body is not an object';
  const names = Object.keys(body)
    .slice(0, 10)
    .map((name) => JSON.stringify(name.slice(0, 40)));
  return names.length === 0 ? 'the body is empty' : `the body has ${names.join(', ')}`;
};
