/** True for a `Uint8Array` of any realm: `instanceof` knows its own realm's only. */
export const isBytes = (value: unknown): value is Uint8Array =>
  ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]';
