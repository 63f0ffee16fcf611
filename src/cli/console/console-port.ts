/** Beside Temporal's UI at 8233; the next free one is taken if it is in use. */
export const CONSOLE_PORT = 8_240;
