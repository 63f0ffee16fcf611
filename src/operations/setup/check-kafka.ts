import type { Admin } from 'kafkajs';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { errorText } from '../../errors';
import type { Log } from '../../log';
import type { Finding } from './finding';
import { framedKeyFindings } from './framed-key-findings';
import { withKafkaAdmin } from '../../kafka/client/kafka-admin';
import { deadLetterFindings, ledgerFindings, outboxFindings } from './topic-findings';
import { plural } from '../../terminal-text';
import { groupUse, type GroupUse } from '../routes/group-use';
import { routeLag, type TopicLag } from '../routes/route-lag';

const topicFinding = ({ topic, partitions, lag, outOfRange }: TopicLag): Finding => {
  const check = `topic ${topic}`;
  if (partitions === 0)
    return {
      check,
      ok: false,
      message: `does not exist, or this client may not see it; make it with the partitions you want: kafka-topics.sh --bootstrap-server HOST:PORT --create --topic ${topic} --partitions NUMBER`,
    };
  const size = plural(partitions, 'partition');
  if (outOfRange.length === 0) return { check, ok: true, message: `${size}, ${lag} to read` };
  const message = `${size}; the committed offsets of ${outOfRange.join(', ')} are outside the offsets that the topic has: retention has deleted records, or the topic was made again`;
  return { check, ok: false, message };
};

/** Another application that uses the group now. */
const otherFinding = (check: string, { otherMembers }: GroupUse): Finding | undefined => {
  if (otherMembers.length === 0) return undefined;
  const clients = Array.from(new Set(otherMembers)).sort().join(', ');
  const message = `another application is a member (client ids: ${clients}): bridges cannot join, or do not get all partitions; stop it, or give the route a group of its own (\`groupId\`)`;
  return { check, ok: false, message };
};

/** Another application that has used the group before. */
const skippedFindings = (route: string, { skipped }: GroupUse): readonly Finding[] =>
  skipped.map(({ topic, partition, from, to }) => ({
    check: `committed offset of ${topic}/${partition}`,
    ok: true,
    warning: true,
    message: `was set by another client: route ${route} goes on at ${to} and leaves out the offsets from ${from} to ${to - 1n}; \`sluice replay ${route} --from earliest\` handles them too`,
  }));

const routeFindings = async (
  admin: Admin,
  config: ResolvedConfig,
  route: ResolvedRoute,
  log: Log,
): Promise<readonly Finding[]> => {
  const group = `consumer group ${route.groupId}`;
  try {
    const { groupState, groupMembers, topics } = await routeLag(admin, route);
    const use = await groupUse(admin, route, config.kafka.clientId);
    const message = `readable: ${groupState}, ${plural(groupMembers, 'member')}`;
    return [
      ...topics.map(topicFinding),
      otherFinding(group, use) ?? { check: group, ok: true, message },
      ...skippedFindings(route.name, use),
      ...(await framedKeyFindings(config, route, topics, log)),
    ];
  } catch (error) {
    return [{ check: `${group} and its topics`, ok: false, message: errorText(error) }];
  }
};

/** Checks brokers, topics and consumer groups. Without a broker the rest is left out. */
export const checkKafka = async (config: ResolvedConfig, log: Log): Promise<readonly Finding[]> => {
  try {
    return await withKafkaAdmin(config.kafka, log, async (admin) => {
      const { brokers, clusterId } = await admin.describeCluster();
      const message = `${plural(brokers.length, 'broker')}, cluster ${clusterId}`;
      const findings: Finding[] = [{ check: 'kafka', ok: true, message }];
      for (const route of config.routes) findings.push(...(await routeFindings(admin, config, route, log)));
      findings.push(...(await deadLetterFindings(admin, config)));
      findings.push(...(await ledgerFindings(admin, config)));
      findings.push(...(await outboxFindings(admin, config, log)));
      return findings;
    });
  } catch (error) {
    return [{ check: 'kafka', ok: false, message: errorText(error) }];
  }
};
