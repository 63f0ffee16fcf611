// An API may echo what it was authenticated with. Its answer goes into history and into data, which must stay as it is:
// so an answer with a secret in it is not kept, unless the user has chosen to have the secret masked.
import { headerId } from '../../../config/destination/refused-header';
import type { HttpDestination } from '../../../config/destination/resolved-destination';
import { textWithoutSecrets, withoutSecrets } from './without-secrets';
import { WrittenSecrets } from './written-secrets';

/** A shorter secret cannot be told from data: `acme` is a credential here and a customer there. */
const TELLING_CHARACTERS = 16;
/** Letters and digits of generated secrets alternate more often; those of names and words do not. */
const RANDOM_ALTERNATIONS = 3;
const SHOWN_CHARACTERS = 100;

type Sent = Pick<HttpDestination, 'headers' | 'secretHeaders' | 'secrets' | 'echoedSecrets'>;

/** An answer as it may be kept, or why it may not, in words that follow "the call succeeded, but". */
export type KeptAnswer<Answer> = { readonly kept: Answer } | { readonly refused: string };

export const answerWithoutEcho = <Answer>(answer: Answer, sent: Sent): KeptAnswer<Answer> => {
  const telling = knownTexts(sent);
  // Bytes are never masked: they would be others.
  if (WrittenSecrets.of(telling).isIn(bytesOf(answer))) return { refused: holdsWords('its body', sent) };
  const masked = sent.echoedSecrets === 'mask' ? withoutSecrets(answer, telling.filter(isRandom)) : answer;
  if (masked === undefined) return { refused: 'the JSON of its response is nested too deeply.' };
  const place = telling.length === 0 ? undefined : placeOf(masked, telling);
  return place === undefined ? { kept: masked } : { refused: holdsWords(place.replace(/^response\./, ''), sent) };
};

const holdsWords = (place: string, { secrets }: Sent): string =>
  `its response holds a secret of the destination (in ${textWithoutSecrets(place, secrets).slice(0, SHOWN_CHARACTERS)}) ` +
  'and would stand in history with it, so that it is not kept: see echoedSecrets in docs/configuration.md.';

/** The body as text, of an answer that has it as bytes. */
const bytesOf = (answer: unknown): string => {
  const { response } = (answer ?? {}) as { readonly response?: { readonly base64?: string } };
  return Buffer.from(response?.base64 ?? '', 'base64').toString();
};

/** By the headers of a destination, what was found in them: each answer is searched for the same. */
const known = new WeakMap<Sent['headers'], { readonly secrets: Sent['secrets']; readonly texts: readonly string[] }>();

const knownTexts = (sent: Sent): readonly string[] => {
  const found = known.get(sent.headers);
  if (found?.secrets === sent.secrets) return found.texts;
  const texts = tellingTexts(sent);
  known.set(sent.headers, { secrets: sent.secrets, texts });
  return texts;
};

/** What is a secret wherever it stands: long ones, and any with the prefix by which a header carries it. */
const tellingTexts = ({ headers, secretHeaders, secrets }: Sent): readonly string[] => {
  // All secrets count, because one that was rotated a moment ago may have been sent.
  const prefixes = Object.entries(headers)
    .filter(([name]) => secretHeaders.has(headerId(name)))
    .flatMap(([, value]) =>
      secrets.filter((secret) => value.endsWith(secret)).map(({ length }) => value.slice(0, -length)),
    )
    .filter((prefix) => prefix !== '');
  const whole = prefixes.flatMap((prefix) => secrets.map((secret) => prefix + secret));
  return [...secrets.filter(({ length }) => length >= TELLING_CHARACTERS), ...whole];
};

const isRandom = (secret: string): boolean =>
  secret.length >= TELLING_CHARACTERS &&
  (secret.match(/(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])/g) ?? []).length >= RANDOM_ALTERNATIONS;

/** Where the first text or name is that holds one of `secrets`. It does not recurse: answers are hostile. */
const placeOf = (answer: unknown, secrets: readonly string[]): string | undefined => {
  const written = WrittenSecrets.of(secrets);
  const holds = (text: unknown): boolean => typeof text === 'string' && written.isIn(text);
  const open: (readonly [path: string, value: unknown])[] = [['', answer]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, value] = next;
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, inner] of Object.entries(value)) {
      const place = path === '' ? name : `${path}.${name}`;
      if (holds(name) || holds(inner)) return place;
      // A deep answer must not make long paths.
      open.push([place.length > SHOWN_CHARACTERS ? path : place, inner]);
    }
  }
  return undefined;
};
