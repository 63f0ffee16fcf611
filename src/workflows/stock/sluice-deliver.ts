import { isHostInput, isWholeHostInput } from '../../model/wire/start-inputs';
import { deliverTurn } from '../turn/deliver-turn';
import { hostWorkflow } from '../host/host-workflow';
import { checkedStart } from '../wire/checked-start';

/** The stock workflow of `deliver` routes. */
export const sluiceDeliver = checkedStart(isHostInput, (input) => hostWorkflow(input, deliverTurn), isWholeHostInput);
