import { z } from 'zod';
import { expectations } from '../checking/expectations';

/** http(s) without credentials (they belong in a secret header), query or fragment (they would be lost). */
export const baseUrl = z
  .string()
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && !/[?#]/.test(text);
  })
  .register(expectations, {
    expected:
      "an http:// or https:// URL without credentials, query or fragment (put credentials in headers with secret('VARIABLE'))",
  });
