/** A topic is written in a way that does not take a value. That is a matter of its options, and not of one record. */
export class FormatRefused extends Error {}
