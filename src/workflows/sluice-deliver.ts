import type { HostInput } from '../model/contract';
import { deliverTurn } from './deliver-turn';
import { Host } from './host';

/** The stock workflow of `deliver` routes. */
export const sluiceDeliver = (input: HostInput): Promise<never> => new Host(input, deliverTurn).run();
