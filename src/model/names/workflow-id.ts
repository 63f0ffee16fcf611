// Key -> workflow id: total, injective and readable. Keys are bytes; whatever is not plainly readable is
// percent-encoded, so no two keys share an id. `~` never occurs in an encoded key and marks what Sluice adds itself.
//
// NEVER CHANGE the results: another id would be another workflow, empty, beside the one that holds the key's state.

/** SHA-256 as lower-case hex, which is passed in because the sandbox has no crypto. */
export type Sha256Hex = (bytes: Uint8Array) => string;

/** Longer encoded keys are cut and hashed, to keep ids far below Temporal's limit (1,000; some SQL schemas 255). */
const MAX_ENCODED_LENGTH = 120;
const READABLE_PREFIX_LENGTH = 48;
const READABLE = /^[A-Za-z0-9._:@=+-]$/;

const encodeByte = (byte: number): string => {
  const char = String.fromCharCode(byte);
  return READABLE.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
};

/**
 * Identifies a key among the chains of its route, for example `acc-07`, `a%2Fb`, `~empty`. Binary keys are encoded byte
 * by byte. A key whose encoding is longer than 120 characters becomes its first 48 characters, `~` and its SHA-256.
 */
export const chainId = (key: Uint8Array, sha256: Sha256Hex): string => {
  if (key.length === 0) return '~empty';
  // A hostile key of a megabyte must not be encoded whole only to be cut.
  const encoded = Array.from(key.subarray(0, MAX_ENCODED_LENGTH + 1), encodeByte);
  const text = encoded.join('');
  if (key.length <= MAX_ENCODED_LENGTH && text.length <= MAX_ENCODED_LENGTH) return text;
  let prefix = '';
  for (const char of encoded) {
    if (prefix.length + char.length > READABLE_PREFIX_LENGTH) break;
    prefix += char;
  }
  return `${prefix}~${sha256(key)}`;
};

/**
 * The stand-in key of a record without one: its partition, so that order within the partition is kept, or one of
 * `spread` stand-ins by offset, if concurrency matters and order does not.
 */
export const nullKeyChainId = (partition: number, offset: bigint, spread: number): string =>
  spread > 0 ? `~null-s${offset % BigInt(spread)}` : `~null-p${partition}`;

/** The lane of a chain: FNV-1a of its id. Changing it would move keys between lanes and break their order. */
export const laneOf = (chain: string, lanes: number): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < chain.length; index += 1) {
    hash = Math.imul(hash ^ chain.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash % lanes;
};

/** All workflow ids of a route begin with this; names of gateways and routes contain no `/`. */
export const routePrefix = (gateway: string, route: string): string => `${gateway}/${route}/`;

export const keyWorkflowId = (gateway: string, route: string, chain: string): string =>
  routePrefix(gateway, route) + chain;

export const laneWorkflowId = (gateway: string, route: string, lane: number, of: number): string =>
  `${routePrefix(gateway, route)}~lane-${lane}-of-${of}`;

const LANE = /^[^/]*\/[^/]*\/~lane-\d+-of-(\d+)$/;

/** The number of lanes that a host's id names; 0 if it is the workflow of a key. */
export const lanesOfHost = (workflowId: string): number => Number(LANE.exec(workflowId)?.[1] ?? 0);

/** The id of the workflow that hosts a chain of a route: its own, or its lane's. */
export const hostWorkflowId = (gateway: string, route: string, chain: string, lanes: number): string =>
  lanes > 0 ? laneWorkflowId(gateway, route, laneOf(chain, lanes), lanes) : keyWorkflowId(gateway, route, chain);

/** The id of the workflow that keeps what operators want of a route. It is outside `routePrefix`: it hosts no keys. */
export const routeControlId = (gateway: string, route: string): string => `${gateway}/${route}~control`;

const SHELVES = 64;

/** The id of the shelf that keeps a retired key's state, also outside `routePrefix`. NEVER CHANGE the number. */
export const shelfWorkflowId = (workflowId: string): string => {
  const [gateway = '', route = ''] = workflowId.split('/', 2);
  return `${shelfPrefix(gateway, route)}${laneOf(workflowId, SHELVES)}`;
};

/** The ids of a route's shelves begin with this. */
export const shelfPrefix = (gateway: string, route: string): string => `${gateway}/${route}~shelf-`;

/** The id of the workflow that holds the records of one closed in run `closedRunId` (I7). */
export const heldWorkflowId = (workflowId: string, closedRunId: string): string => `${workflowId}~held~${closedRunId}`;
