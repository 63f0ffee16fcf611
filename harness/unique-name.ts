import { randomBytes } from 'node:crypto';

/** A gateway name that no other test, and no other copy of the tests, uses. */
export const uniqueName = (prefix = 'gw'): string => `${prefix}-${randomBytes(6).toString('hex')}`;
