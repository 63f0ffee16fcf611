import { describeAgentOutages } from '../support/describe-agent-outages';

// A minute each.
describeAgentOutages(60_000);
