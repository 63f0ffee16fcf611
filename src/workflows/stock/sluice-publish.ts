import { isHostInput, isWholeHostInput } from '../../model/wire/start-inputs';
import { hostWorkflow } from '../host/host-workflow';
import { publishTurn } from '../turn/publish-turn';
import { checkedStart } from '../wire/checked-start';

/** The stock workflow of `publish` routes. */
export const sluicePublish = checkedStart(isHostInput, (input) => hostWorkflow(input, publishTurn), isWholeHostInput);
