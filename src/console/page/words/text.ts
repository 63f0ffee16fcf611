// Formats what the server tells. Its texts have no control characters; the page sets them as text, never as HTML.
import { html, type TemplateResult } from 'lit-html';

/** What comes from outside stands in a direction of its own, so that it cannot turn what stands around it. */
export const outside = (text: string): TemplateResult => html`<bdi class="outside">${text}</bdi>`;

/** Topic, partition and offset, broken between them only: half of an offset is another offset. */
export const recordPlace = (place: string): TemplateResult => {
  const [, topic = place, rest] = /^(.*)(\/\d+\/\d+)$/.exec(place) ?? [];
  return html`<bdi class="outside">${topic}${rest === undefined ? '' : html`<span class="whole">${rest}</span>`}</bdi>`;
};

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
] as const;

/** `3 min`, `2 h`: how long something takes or has taken. */
export const spanText = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  for (const [unit, size] of UNITS) if (seconds >= size) return `${Math.floor(seconds / size)} ${unit}`;
  return `${seconds} s`;
};

/** How long ago an ISO 8601 time was, with the time itself for whoever points at it. */
export const ago = (time: string | undefined, now = Date.now()): TemplateResult | string => {
  const at = Date.parse(time ?? '');
  if (Number.isNaN(at)) return '';
  const words = at > now ? `in ${spanText(at - now)}` : `${spanText(now - at)} ago`;
  return html`<time datetime=${time ?? ''} title=${time ?? ''}>${words}</time>`;
};

export const count = (number: number | undefined): string => (number === undefined ? '–' : number.toLocaleString('en'));

export const plural = (number: number, noun: string): string => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

/** Of a latency in seconds, which is the bound of a bucket. */
export const latencyText = (seconds: number | undefined): string => {
  if (seconds === undefined) return '–';
  if (!Number.isFinite(seconds)) return '> 30 s';
  return seconds < 1 ? `≤ ${Math.round(seconds * 1_000)} ms` : `≤ ${seconds} s`;
};

export const rateText = (perSecond: number | undefined): string =>
  perSecond === undefined ? '–' : `${perSecond < 10 ? perSecond.toFixed(1) : count(Math.round(perSecond))}/s`;

/** Which words are trouble, which need patience, and which are well. */
const TONES: Readonly<Record<string, string>> = {
  running: 'good',
  settled: 'good',
  done: 'good',
  idle: 'good',
  polling: 'good',
  parked: 'bad',
  failed: 'bad',
  held: 'bad',
  stopped: 'bad',
  unknown: 'bad',
  open: 'bad',
  retrying: 'wait',
  postponed: 'wait',
  paused: 'wait',
  pausing: 'wait',
  joining: 'wait',
  waiting: 'wait',
};

/** A status as a word in a frame; its colour only repeats what the word says. */
export const badge = (word: string): TemplateResult =>
  html`<span class="badge ${TONES[word] ?? 'plain'}">${word}</span>`;
