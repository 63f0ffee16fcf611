import {
  DestinationGate,
  type GateAnswer,
  type GateRuling,
} from '../../../../../src/activities/destinations/gate/destination-gate';
import type { Refusal } from '../../../../../src/activities/destinations/gate/refusal';

const BUSY: Refusal = { reason: 'overloaded', message: 'HTTP 429', leastMs: 30_000, sure: true };
const UNAUTHORIZED: Refusal = { reason: 'credentials-refused', message: 'HTTP 401', leastMs: 0, sure: true };
const FORBIDDEN: Refusal = { ...UNAUTHORIZED, message: 'HTTP 403', sure: false };

const at = { ms: 0 };
beforeEach(() => {
  at.ms = 0;
});

const gateOf = (): DestinationGate =>
  new DestinationGate(
    { initialMs: 500, factor: 2, maximumMs: 60_000, probes: 3 },
    () => undefined,
    () => at.ms,
  );

const call = (gate: DestinationGate, key: string, answer: GateAnswer): GateRuling => gate.enter(key)(answer);

test('A gate closes once two keys were refused in a row, for as long as the destination asks.', () => {
  const gate = gateOf();
  expect(call(gate, 'a', BUSY)).toEqual({ aloneForMs: 30_000 });
  expect(gate.closed).toBeUndefined();
  expect(call(gate, 'b', BUSY)).toBe('closed');
  expect(gate.closed).toEqual({ refusal: BUSY, forMs: 30_000 });
  at.ms = 30_000;
  expect(gate.closed).toBeUndefined();
});

test('A gate that is refused again and again stays closed longer each time, up to the longest pause.', () => {
  const gate = gateOf();
  const short = { ...BUSY, leastMs: 1_000 };
  call(gate, 'a', short);
  call(gate, 'b', short);
  const waits = Array.from({ length: 9 }, (_, round) => {
    const { forMs = 0 } = gate.closed ?? {};
    at.ms += forMs;
    expect(call(gate, `probe-${round}`, short)).toBe('closed');
    return forMs;
  });
  expect(waits).toEqual([1_000, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
});

test('A gate lets a few probes through at a time, and one that is taken opens it.', () => {
  const gate = gateOf();
  call(gate, 'a', UNAUTHORIZED);
  call(gate, 'b', UNAUTHORIZED);
  at.ms = 500;
  const probes = ['a', 'c', 'd'].map((key) => gate.enter(key));
  expect(gate.closed).toMatchObject({ forMs: 0 });
  expect(probes[0]?.('unknown')).toBe('own');
  expect(gate.closed).toBeUndefined();
  expect(probes[1]?.('taken')).toBe('own');
  expect(gate.closed).toBeUndefined();
  const others = ['e', 'f', 'g', 'h'].map((key) => gate.enter(key));
  for (const end of others) expect(end('taken')).toBe('own');
});

test('A gate stays closed when a call is taken that began before it closed.', () => {
  const gate = gateOf();
  const early = gate.enter('early');
  call(gate, 'a', BUSY);
  call(gate, 'b', BUSY);
  early('taken');
  expect(gate.closed).toMatchObject({ forMs: 30_000 });
});

test('A gate stays open for the others when one key is refused for its own sake, and that refusal becomes its own.', () => {
  const gate = gateOf();
  const rulings = [1, 2, 3, 4].map(() => {
    const ruling = call(gate, 'own', UNAUTHORIZED);
    for (const other of ['a', 'b', 'c']) expect(call(gate, other, 'taken')).toBe('own');
    return ruling;
  });
  expect(rulings).toEqual([{ aloneForMs: 500 }, { aloneForMs: 1_000 }, 'own', 'own']);
});

test('A gate takes no refusal for a key’s own while credentials are rotated: calls that began before say nothing.', () => {
  const gate = gateOf();
  for (let round = 0; round < 5; round += 1) {
    const before = gate.enter('before');
    expect(call(gate, 'a', UNAUTHORIZED)).not.toBe('own');
    before('taken');
  }
});

test('A gate gives a key its own refusal back where the status is doubted and nobody else gets it.', () => {
  const gate = gateOf();
  expect(call(gate, 'a', FORBIDDEN)).toEqual({ aloneForMs: 500 });
  expect(call(gate, 'a', FORBIDDEN)).toBe('own');
});

test('A gate closes for a doubted status once three keys in a row got it.', () => {
  const gate = gateOf();
  expect(call(gate, 'a', FORBIDDEN)).toEqual({ aloneForMs: 500 });
  expect(call(gate, 'b', FORBIDDEN)).toEqual({ aloneForMs: 500 });
  expect(call(gate, 'c', FORBIDDEN)).toBe('closed');
});

test('A gate asks about credentials every 15 seconds at least, because they may be mended at any moment.', () => {
  const gate = gateOf();
  call(gate, 'a', UNAUTHORIZED);
  call(gate, 'b', UNAUTHORIZED);
  for (let round = 0; round < 20; round += 1) {
    at.ms += gate.closed?.forMs ?? 0;
    call(gate, 'a', UNAUTHORIZED);
  }
  expect(gate.closed?.forMs).toBe(15_000);
});
