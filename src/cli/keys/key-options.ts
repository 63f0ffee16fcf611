// The options that name a key; exactly one of them must be given.
import type { Command } from 'commander';
import { typedKey, type KeyAddress } from '../../operations/keys/key-target';
import { base64Bytes, wholeNumber } from '../command/option-parsers';

interface KeyOptionValues {
  readonly key?: string;
  readonly keyBase64?: Uint8Array;
  readonly nullKey?: number;
  readonly lane?: number;
}

const MAX_PARTITION = 1_000_000;

export const withKeyOptions = (command: Command, lane: boolean): Command => {
  command
    .option('-k, --key <text>', "the key as text, or as commands and the log name it; '' is the empty key")
    .option('--key-base64 <base64>', 'the key as bytes, in base64', base64Bytes)
    .option(
      '--null-key <number>',
      'records without a key: the number of their partition, or of their stand-in key with nullKeys: { spread }',
      wholeNumber(0, MAX_PARTITION),
    );
  return lane ? command.option('--lane <number>', 'a whole lane', wholeNumber(0, 999)) : command;
};

/** Ends the command with a usage error unless exactly one key is named. */
export const keyAddress = (values: KeyOptionValues, command: Command, lane: boolean): KeyAddress => {
  const given: KeyAddress[] = [];
  if (values.key !== undefined) given.push(typedKey(values.key));
  if (values.keyBase64 !== undefined) given.push({ kind: 'key', key: values.keyBase64 });
  if (values.nullKey !== undefined) given.push({ kind: 'null-key', number: values.nullKey });
  if (values.lane !== undefined) given.push({ kind: 'lane', lane: values.lane });
  const [address] = given;
  if (address !== undefined && given.length === 1) return address;
  const choice = `--key, --key-base64, ${lane ? '--null-key and --lane' : 'and --null-key'}`;
  return command.error(`error: expected exactly one of ${choice}, got ${given.length}`);
};

/** Like `keyAddress`, but no key has to be named. */
export const optionalKeyAddress = (values: KeyOptionValues, command: Command): { readonly address?: KeyAddress } => {
  const named = [values.key, values.keyBase64, values.nullKey].some((value) => value !== undefined);
  return named ? { address: keyAddress(values, command, false) } : {};
};
