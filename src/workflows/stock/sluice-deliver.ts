import type { HostInput } from '../../model/contract/contract';
import { deliverTurn } from '../turn/deliver-turn';
import { hostWorkflow } from '../host/host-workflow';

/** The stock workflow of `deliver` routes. */
export const sluiceDeliver = (input: HostInput): Promise<void> => hostWorkflow(input, deliverTurn);
