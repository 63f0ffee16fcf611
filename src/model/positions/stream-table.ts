import { streamLabel, type Stream } from '../contract/record';

/** Numbers streams, so that thousands of carried positions can name theirs by its place in a table. */
export class StreamTable {
  readonly streams: Stream[] = [];
  private readonly places = new Map<string, number>();

  /** The stream's place, after adding it to the table if it is not there yet. */
  placeOf(stream: Stream): number {
    const label = streamLabel(stream);
    const place = this.places.get(label) ?? this.streams.push(stream) - 1;
    this.places.set(label, place);
    return place;
  }

  /** Never throws, because another version may have written what was carried. */
  static at(streams: readonly Stream[], place: number): Stream {
    return streams[place] ?? { id: '', topic: '' };
  }
}
