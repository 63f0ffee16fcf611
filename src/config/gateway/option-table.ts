// The options as rows, read from the schema: for the docs, and to say what was expected instead of a refused value.
import { z } from 'zod';
import { gatewaySchema } from './gateway-schema';
import { expectations } from '../checking/expectations';
import { optionWords } from '../checking/option-words';

export interface OptionRow {
  /** The path, with `*` for a name that the user chooses: `destinations.*.timeout`. */
  readonly path: string;
  readonly about: string;
  readonly expected: string;
  /** The default as the docs show it; undefined if the option is required or has no default. */
  readonly standard: string | undefined;
  readonly required: boolean;
  readonly variable: string | undefined;
}

interface Unwrapped {
  readonly inner: z.core.$ZodType;
  readonly standard: unknown;
  readonly required: boolean;
}

/** Removes what makes an option optional or gives it a default. */
const unwrap = (schema: z.core.$ZodType): Unwrapped => {
  if (schema instanceof z.ZodOptional) return { ...unwrap(schema.unwrap()), required: false };
  if (schema instanceof z.ZodPrefault) {
    return { ...unwrap(schema.unwrap()), standard: schema.def.defaultValue, required: false };
  }
  return { inner: schema, standard: undefined, required: true };
};

/** The schema itself, without what makes it optional or gives it a default. */
export const innerSchema = (schema: z.core.$ZodType): z.core.$ZodType => unwrap(schema).inner;

/** What a schema expects, in the words of its schema. */
export const expectedWords = (schema: z.core.$ZodType): string => {
  const inner = innerSchema(schema);
  return expectations.get(inner)?.expected ?? 'an object';
};

const standardText = (value: unknown): string | undefined => {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? `\`'${value}'\`` : `\`${JSON.stringify(value)}\``;
};

/** The schemas one level below, by name; `*` stands for names that the user chooses. */
export const children = (schema: z.core.$ZodType): readonly (readonly [name: string, schema: z.core.$ZodType])[] => {
  const inner = innerSchema(schema);
  if (inner instanceof z.ZodObject) return Object.entries(inner.shape);
  if (inner instanceof z.ZodRecord) return [['*', inner.valueType]];
  if (inner instanceof z.ZodArray) return [['*', inner.element]];
  // Branches share options, each of which is listed once.
  if (inner instanceof z.ZodUnion) return Array.from(new Map(inner.options.flatMap((option) => children(option))));
  return [];
};

const rows = (schema: z.core.$ZodType, path: string): readonly OptionRow[] => {
  const words = optionWords.get(schema);
  if (words === undefined) return children(schema).flatMap(([name, child]) => rows(child, `${path}.${name}`));
  const { standard, required } = unwrap(schema);
  return [
    {
      path: path.slice(1),
      about: words.about,
      expected: expectedWords(schema),
      standard: words.standard ?? standardText(standard),
      required,
      variable: words.variable,
    },
  ];
};

/** Every option of gateway.config.ts, in the order of the schema. */
export const optionTable: readonly OptionRow[] = rows(gatewaySchema, '');
