import { randomBytes } from 'node:crypto';

const BYTES = 32;

export const newToken = (): string => randomBytes(BYTES).toString('base64url');
