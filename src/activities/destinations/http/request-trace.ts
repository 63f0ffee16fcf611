import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { ExactHeaders } from '../request/exact-headers';
import { readBeforeFailing } from './read-before-failing';
import type { HeaderSet } from '../request/request-headers';

/** Codes of a connection that the API had closed just as the next request was sent. */
const CLOSED = new Set(['ECONNRESET', 'EPIPE']);

/** The transport of one request, which watches how far it gets: axios does not tell. */
export class RequestTrace {
  readonly headers: HeaderSet;
  private reused = false;
  private answered = false;

  /** `left`: true if bytes of the request may have left. Before that, nothing can have happened. */
  constructor(
    private readonly transport: ExactHeaders,
    private left = false,
  ) {
    this.headers = transport.headers;
  }

  get sent(): boolean {
    return this.left;
  }

  request(options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest {
    const made = this.transport.request(options, (response) => {
      this.answered = true;
      // Without a length, Node takes a connection that is reset for the end of the answer.
      made.once('error', (error: Error & { readonly syscall?: string }) => {
        if (!response.complete && error.syscall === 'read') response.destroy(error);
      });
      onResponse(response);
    });
    // Node would tell nobody.
    made.once('upgrade', (_response, socket) => {
      socket.destroy();
      made.emit('error', Object.assign(new Error('it switches to another protocol'), { code: 'HPE_UPGRADE' }));
    });
    made.once('socket', (socket) => {
      this.reused = made.reusedSocket;
      this.watch(socket, options.protocol === 'https:' ? 'secureConnect' : 'connect');
    });
    return made;
  }

  /** True if the API had closed the idle connection when the request was sent. */
  metClosed(error: unknown): boolean {
    const { code = '' } = error as { readonly code?: string };
    return this.reused && !this.answered && CLOSED.has(code);
  }

  private watch(socket: Socket, ready: 'connect' | 'secureConnect'): void {
    readBeforeFailing(socket);
    if (!socket.connecting && (socket as { readonly secureConnecting?: boolean }).secureConnecting !== true)
      this.left = true;
    else
      socket.once(ready, () => {
        this.left = true;
      });
  }
}
