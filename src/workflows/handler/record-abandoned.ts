/** Ends a handler whose run may not go on. Exported, so that it is frozen: handlers of all keys catch it. */
export class RecordAbandoned extends Error {}
