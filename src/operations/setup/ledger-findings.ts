import type { Admin } from 'kafkajs';
import type { ResolvedConfig } from '../../config/gateway/resolved';
import type { Finding } from './finding';
import { topicConfigs } from './topic-configs';

/** The topic of the effect ledger, where the config names one. */
export const ledgerFindings = async (
  admin: Admin,
  { ledgerTopic: topic }: ResolvedConfig,
): Promise<readonly Finding[]> => {
  if (topic === undefined) return [];
  const check = `ledger topic ${topic}`;
  if (!(await admin.listTopics()).includes(topic)) {
    return [
      { check, ok: false, message: 'does not exist, but every effect is written to it; `sluice setup` makes it' },
    ];
  }
  const config = (await topicConfigs(admin, [topic])).get(topic);
  if (config?.get('cleanup.policy')?.includes('compact') === true) {
    const message = 'is compacted, so that effects of one key replace each other; set cleanup.policy=delete';
    return [{ check, ok: false, message }];
  }
  const retentionMs = Number(config?.get('retention.ms') ?? -1);
  const kept = retentionMs < 0 ? 'forever' : `for ${Math.round(retentionMs / 3_600_000)} h`;
  return [{ check, ok: true, message: `exists and keeps effects ${kept}` }];
};
