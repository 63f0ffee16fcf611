/** `routes.transfers.topics[0]`, with brackets where a name is not a plain word. */
export const optionPath = (segments: readonly PropertyKey[]): string => {
  let path = '';
  for (const segment of segments) {
    if (typeof segment === 'number') path += `[${segment}]`;
    else if (/^[\w-]{1,80}$/.test(String(segment))) path += (path === '' ? '' : '.') + String(segment);
    else path += `[${JSON.stringify(String(segment).slice(0, 80))}]`;
  }
  return path;
};
