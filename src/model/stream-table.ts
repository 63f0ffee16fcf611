import { streamLabel, type Stream } from './record';

/** Streams by number: what is carried of thousands of positions names the stream of each by its place in a table. */
export class StreamTable {
  readonly streams: Stream[] = [];
  private readonly places = new Map<string, number>();

  /** Puts the stream into the table if it is not there yet. */
  placeOf(stream: Stream): number {
    const label = streamLabel(stream);
    const place = this.places.get(label) ?? this.streams.push(stream) - 1;
    this.places.set(label, place);
    return place;
  }

  /** Total: what was carried may have been written by another version. */
  static at(streams: readonly Stream[], place: number): Stream {
    return streams[place] ?? { id: '', topic: '' };
  }
}
