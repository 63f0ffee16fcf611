import { typedParameters } from '../../../../src/operations/agents/typed-parameters';

const readings = {
  name: 'readings',
  parameters: new Map([
    ['address', 'string'],
    ['port', 'number'],
    ['tls', 'boolean'],
  ] as const),
} as unknown as Parameters<typeof typedParameters>[0];
const single = { name: 'rates', parameters: undefined } as unknown as Parameters<typeof typedParameters>[0];

test('Parameters get the types that the definition gives them.', () => {
  expect(
    typedParameters(readings, [
      ['tls', 'false'],
      ['port', '502'],
      ['address', '10'],
    ]),
  ).toEqual({ address: '10', port: 502, tls: false });
});

const ADDRESS = ['address', 'a'] as const;
const PORT = ['port', '1'] as const;
const TLS = ['tls', 'true'] as const;

test.each([
  ['is unknown', [['adress', 'a']], 'no parameter adress; it has address (string), port (number), tls (boolean)'],
  ['no object of its own would have', [['__proto__', 'a']], 'no parameter __proto__'],
  ['is given twice', [ADDRESS, ADDRESS], 'Parameter address is given twice'],
  ['is missing', [ADDRESS, TLS], 'got none for port'],
  ['is no number', [ADDRESS, ['port', '1o'], TLS], 'Expected port to be a number, got "1o"'],
  ['is an empty number', [ADDRESS, ['port', ''], TLS], 'Expected port to be a number, got ""'],
  ['is an endless number', [ADDRESS, ['port', '1e999'], TLS], 'Expected port to be a number, got "1e999"'],
  ['is neither true nor false', [ADDRESS, PORT, ['tls', 'yes']], 'Expected tls to be true or false, got "yes"'],
] as const)('A parameter that %s is refused in words.', (_fault, pairs, words) => {
  expect(() => typedParameters(readings, pairs)).toThrow(words);
});

test('A definition without parameters is one agent, and takes none.', () => {
  expect(() => typedParameters(single, [])).toThrow('Definition rates has no parameters');
});
