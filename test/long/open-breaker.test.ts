import { describeOpenBreaker } from '../support/describe-open-breaker';

// A minute under load.
describeOpenBreaker(12, 5_000);
