import { DELIVERED, describeParkedBacklog } from '../support/describe-parked-backlog';

describeParkedBacklog(DELIVERED, 50_000, 300_000);
