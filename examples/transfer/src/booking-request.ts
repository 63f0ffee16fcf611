/** A call of `POST /accounts/:id`, checked. */
export interface BookingRequest {
  readonly account: string;
  readonly amount: number;
  readonly run: string;
  readonly sequence: number;
  readonly transfer: string;
  readonly idempotencyKey?: string;
  readonly token?: number;
}

export interface RequestHeaders {
  readonly idempotencyKey: string | undefined;
  readonly token: string | undefined;
}

const LONGEST_NAME = 200;
const LONGEST_KEY = 1000;

const integer = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value);
const name = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= LONGEST_NAME;

const readToken = (text: string | undefined): number | undefined => {
  const token = text === undefined || !/^\d{1,16}$/.test(text) ? undefined : Number(text);
  return integer(token) ? token : undefined;
};

const headerProblem = ({ idempotencyKey, token }: RequestHeaders): string | undefined => {
  if (idempotencyKey !== undefined && (idempotencyKey === '' || idempotencyKey.length > LONGEST_KEY)) {
    return `Idempotency-Key: expected 1 to ${LONGEST_KEY} characters, got ${idempotencyKey.length}`;
  }
  if (token !== undefined && readToken(token) === undefined) {
    return `Sluice-Token: expected an integer from 0 to ${Number.MAX_SAFE_INTEGER}, got ${JSON.stringify(token.slice(0, 40))}`;
  }
  return undefined;
};

/** The request, or what is wrong with it in words for the caller. */
export const readBookingRequest = (
  account: string,
  body: unknown,
  headers: RequestHeaders,
): BookingRequest | { readonly problem: string } => {
  const { amount, run, sequence, transfer } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  const problem = headerProblem(headers);
  if (problem !== undefined) return { problem };
  if (!integer(amount)) return { problem: `amount: expected an integer, got ${JSON.stringify(amount)}` };
  if (!integer(sequence) || sequence < 1) {
    return { problem: `sequence: expected an integer from 1, got ${JSON.stringify(sequence)}` };
  }
  if (!name(run)) return { problem: `run: expected a text of 1 to ${LONGEST_NAME} characters` };
  if (!name(transfer)) return { problem: `transfer: expected a text of 1 to ${LONGEST_NAME} characters` };
  const token = readToken(headers.token);
  return {
    account,
    amount,
    run,
    sequence,
    transfer,
    ...(headers.idempotencyKey === undefined ? {} : { idempotencyKey: headers.idempotencyKey }),
    ...(token === undefined ? {} : { token }),
  };
};
