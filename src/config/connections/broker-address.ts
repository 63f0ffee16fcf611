import { z } from 'zod';
import { expectations } from '../checking/expectations';

export const brokerAddress = z
  .string()
  .refine((text) => {
    const port = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):([1-9]\d{0,4})$/.exec(text)?.[1];
    return port !== undefined && Number(port) <= 65_535;
  })
  .register(expectations, { expected: "'host:port'" });
