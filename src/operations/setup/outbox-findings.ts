import type { Admin } from 'kafkajs';
import type { ResolvedConfig } from '../../config/gateway/resolved';
import { errorText } from '../../errors';
import { checkTransactions } from '../../outbox/check-transactions';
import { publishedTopics } from './published-topics';
import type { Finding } from './finding';

/** Topics that are published to, and the transactions that it takes. */
export const outboxFindings = async (admin: Admin, config: ResolvedConfig): Promise<readonly Finding[]> => {
  if (!config.outbox.enabled) return [];
  const known = new Set(await admin.listTopics());
  const topics = publishedTopics(config).map((topic): Finding => {
    const ok = known.has(topic);
    return {
      check: `published topic ${topic}`,
      ok,
      message: ok ? 'exists' : 'does not exist; keys wait until it does',
    };
  });
  if (config.outbox.writers === 0) return topics;
  try {
    await checkTransactions(config);
    return [
      ...topics,
      { check: 'transactions', ok: true, message: `possible, for ${config.outbox.writers} outbox writers` },
    ];
  } catch (error) {
    return [...topics, { check: 'transactions', ok: false, message: errorText(error) }];
  }
};
