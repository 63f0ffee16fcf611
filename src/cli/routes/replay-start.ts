import { InvalidArgumentError } from 'commander';
import { durationMs } from '../../config/checking/duration-schema';
import type { ReplayStart } from '../../model/routes/route-replay';
import { offset } from '../command/option-parsers';

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** `earliest`, an offset, a time with its zone, or a duration that ends now. */
export const replayStart =
  (now: () => number) =>
  (text: string): ReplayStart => {
    if (text === 'earliest') return { earliest: true };
    if (/^\d{1,19}$/.test(text)) return { offset: offset(text) };
    const ago = durationMs(text);
    const timeMs = ago === undefined ? (TIME.test(text) ? Date.parse(text) : NaN) : now() - ago;
    if (Number.isSafeInteger(timeMs) && timeMs >= 0) return { timeMs };
    throw new InvalidArgumentError("Expected an offset, a time such as 2026-11-22T20:00:00Z, '2h' (ago), or earliest.");
  };
