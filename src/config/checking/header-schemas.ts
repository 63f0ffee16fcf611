import { matching } from './expectations';

/** Legal HTTP header names (RFC 9110 token). */
export const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Visible ASCII, spaces and tabs: anything else could split a header or is refused by Node. */
export const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

export const headerName = matching(HEADER_NAME, "a header name such as 'X-Request-Id'");
