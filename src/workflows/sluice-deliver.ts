import type { HostInput } from '../model/contract';
import { deliverTurn } from './deliver-turn';
import { hostWorkflow } from './host-workflow';

/** The stock workflow of `deliver` routes. */
export const sluiceDeliver = (input: HostInput): Promise<void> => hostWorkflow(input, deliverTurn);
