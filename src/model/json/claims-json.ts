const SUBTYPE = /[/+]json$/i;
/** Several texts, one after the other. */
const STREAM = /[/+]stream\+json$/i;

/** True if a content type says that the body is one JSON text. Its parameters say nothing about that. */
export const claimsJson = (contentType = ''): boolean => {
  const [essence = ''] = contentType.trim().split(/[;,\s]/, 1);
  return SUBTYPE.test(essence) && !STREAM.test(essence);
};
