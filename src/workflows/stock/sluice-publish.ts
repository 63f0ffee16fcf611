import type { HostInput } from '../../model/contract/contract';
import { hostWorkflow } from '../host/host-workflow';
import { publishTurn } from '../turn/publish-turn';

/** The stock workflow of `publish` routes. */
export const sluicePublish = (input: HostInput): Promise<void> => hostWorkflow(input, publishTurn);
