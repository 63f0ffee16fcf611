import { type Admin, Kafka, logLevel } from 'kafkajs';

/** Connects an admin for `body`, and disconnects it afterwards. It does what KafkaTopic does not do. */
export const withAdmin = async <T>(
  { brokers }: { readonly brokers: string },
  body: (admin: Admin) => Promise<T>,
): Promise<T> => {
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await body(admin);
  } finally {
    await admin.disconnect();
  }
};
