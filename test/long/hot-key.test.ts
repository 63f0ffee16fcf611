import { describeHotKey } from '../support/describe-hot-key';

describeHotKey({ signalsOfARun: 10_000, rounds: 3, perRound: 3_500 });
