import { DELIVERED, describeParkedBacklog } from '../support/describe-parked-backlog';

// With 50,000: test/long. The state of the handler grows with each record.
describeParkedBacklog(DELIVERED, 10_000, 90_000);
describeParkedBacklog([{ hosting: 'a handler', lanes: 0, kind: 'handler' }], 4_500, 90_000);
