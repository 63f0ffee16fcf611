import type { HostInput } from '../model/contract';
import { hostWorkflow } from './host-workflow';
import { publishTurn } from './publish-turn';

/** The stock workflow of `publish` routes. */
export const sluicePublish = (input: HostInput): Promise<void> => hostWorkflow(input, publishTurn);
