import path from 'node:path';

/**
 * What every process of a test gets of this one's environment. They keep what V8 has compiled of their modules (from Node
 * 22 on), as several hundred of them begin with the same ones: a command takes a fifth less CPU.
 */
export const childEnvironment = {
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  NODE_COMPILE_CACHE: path.resolve(__dirname, '../../../node_modules/.cache/compiled'),
} as const;
