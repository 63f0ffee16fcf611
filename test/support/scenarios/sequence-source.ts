import type { EffectRecorder, Reaction } from '../../../harness/effect-recorder';

export interface SequenceSource {
  /** Number of items that each agent's source has by now, numbered from 0. */
  size: number;
  /** Returns the reaction to a poll if it is not the answer. */
  fault: (agent: string, after: number) => Reaction | undefined;
  /** Number of items before the cursor that the answer repeats. */
  repeat: number;
}

const PAGE = 20;

/** Makes the API answer like a source of numbered items, a page at a time. */
export const sequenceSource = (api: EffectRecorder, size: number): SequenceSource => {
  const source: SequenceSource = { size, fault: () => undefined, repeat: 0 };
  api.react = ({ path }) => {
    const { searchParams } = new URL(path, 'http://source');
    const agent = searchParams.get('agent') ?? '';
    const after = Number(searchParams.get('after'));
    const fault = source.fault(agent, after);
    if (fault !== undefined) return fault;
    const next = Math.min(source.size, after + PAGE);
    const from = Math.max(0, after - source.repeat);
    const items = Array.from({ length: next - from }, (_, at) => ({ id: `item-${from + at}`, seq: from + at }));
    return { status: 200, body: JSON.stringify({ items, next, more: next < source.size }) };
  };
  return source;
};
