import type { HostInput } from '../model/contract';
import { Host } from './host';
import { publishTurn } from './publish-turn';

/** The stock workflow of `publish` routes. */
export const sluicePublish = (input: HostInput): Promise<never> => new Host(input, publishTurn).run();
