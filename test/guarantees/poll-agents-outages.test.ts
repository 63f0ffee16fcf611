import { describeAgentOutages } from '../support/describe-agent-outages';

// Long enough for several failed polls, and for calls that are under way to give up.
describeAgentOutages(3_000);
