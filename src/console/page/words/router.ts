/** Where the page is: `#/keys?route=transfers&status=parked`. */
export interface Place {
  readonly page: string;
  readonly query: Readonly<Record<string, string>>;
}

export const placeOf = (hash: string): Place => {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { page: path === '' ? 'overview' : path, query: Object.fromEntries(new URLSearchParams(search)) };
};

/** Leaves out what is empty, so that a place has one address. */
export const linkTo = (page: string, query: Readonly<Record<string, string | undefined>> = {}): string => {
  const filled = Object.entries(query).filter((entry): entry is [string, string] => (entry[1] ?? '') !== '');
  const search = new URLSearchParams(filled).toString();
  return `#/${page}${search === '' ? '' : `?${search}`}`;
};
