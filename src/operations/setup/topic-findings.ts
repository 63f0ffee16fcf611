// Checks topics that a gateway writes to: dead letters, the effect ledger, and what is published.
import type { Admin } from 'kafkajs';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { deadLetterTopics } from '../../dead-letters/dead-letter-topics';
import type { Finding } from './finding';
import { topicConfigs, publishedTopics } from './gateway-topics';
import { errorText } from '../../errors';
import type { Log } from '../../log';
import { checkTransactions } from '../../outbox/check-transactions';

/** Says whether an existing topic retains what is written to it, and for how long. */
const keeping = (what: string, config: ReadonlyMap<string, string> | undefined): Pick<Finding, 'ok' | 'message'> => {
  if (config?.get('cleanup.policy')?.includes('compact') === true) {
    const message = `is compacted, so that ${what} of one key replace each other; set cleanup.policy=delete`;
    return { ok: false, message };
  }
  const retentionMs = Number(config?.get('retention.ms') ?? -1);
  const kept = retentionMs < 0 ? 'forever' : `for ${Math.round(retentionMs / 3_600_000)} h`;
  return { ok: true, message: `exists and keeps ${what} ${kept}` };
};

const deadLetterState = (
  config: ReadonlyMap<string, string> | undefined,
  needed: boolean,
): Pick<Finding, 'ok' | 'message'> => {
  if (config === undefined && !needed) {
    const message = `does not exist: a key is parked at a record whose payload retention has deleted, where a dead letter would let it go on; \`sluice setup\` makes it`;
    return { ok: true, message };
  }
  if (config === undefined) {
    return { ok: false, message: 'does not exist, but a policy writes dead letters to it; `sluice setup` makes it' };
  }
  return keeping('letters', config);
};

/** Checks topics of dead letters: those that a policy names, and those used by default. */
export const deadLetterFindings = async (admin: Admin, config: ResolvedConfig): Promise<readonly Finding[]> => {
  const known = new Set(await admin.listTopics());
  const { needed, byDefault } = deadLetterTopics(config);
  const wanted = [...needed, ...byDefault];
  const configs = await topicConfigs(
    admin,
    wanted.filter((topic) => known.has(topic)),
  );
  return wanted.map((topic) => ({
    check: `dead-letter topic ${topic}`,
    ...deadLetterState(configs.get(topic), needed.has(topic)),
  }));
};

/** Checks the topic of the effect ledger, if the config names one. */
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
  return [{ check, ...keeping('effects', config) }];
};

/** Checks topics that are published to, and the transactions needed for that. */
export const outboxFindings = async (admin: Admin, config: ResolvedConfig, log: Log): Promise<readonly Finding[]> => {
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
    await checkTransactions(config, log);
    return [
      ...topics,
      { check: 'transactions', ok: true, message: `possible, for ${config.outbox.writers} outbox writers` },
    ];
  } catch (error) {
    return [...topics, { check: 'transactions', ok: false, message: errorText(error) }];
  }
};
