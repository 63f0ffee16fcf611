// Headers that are not a request's to set. A record or a handler that could set them would decide where a request ends
// and the next one begins: the receiver would read a second request, which nobody sent.

const FRAMING = new Set(['content-length', 'transfer-encoding', 'trailer']);
const CONNECTION = new Set(['connection', 'keep-alive', 'te', 'upgrade', 'http2-settings']);

/** A name by which headers are compared. Gateways behind a CGI-like interface take `_` for `-`, so we do, too. */
export const headerId = (name: string): string => name.toLowerCase().replaceAll('_', '-');

/** Why no request may set a header of this name, in words that follow the name; undefined if it may. */
export const refusedHeader = (name: string): string | undefined => {
  const id = headerId(name);
  if (FRAMING.has(id)) return 'says where the request ends, which only the gateway can say';
  if (CONNECTION.has(id) || id.startsWith('proxy-')) return 'belongs to the connection and not to the request';
  if (id === 'host') return "names the receiver, which is the destination's to name";
  return id === 'expect' ? 'asks for an answer before the body, for which the gateway does not wait' : undefined;
};
