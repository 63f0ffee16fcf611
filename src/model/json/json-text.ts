import type { WireJson } from '../contract/record';

/** The text of a JSON value as it was produced; as JavaScript writes it where that is the same, or nothing else is known. */
export const jsonText = ({ json, source }: WireJson): string => source ?? JSON.stringify(json);
