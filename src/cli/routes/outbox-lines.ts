import type { OutboxWriterStatus } from '../../operations/status/outbox-status';

/** One line a writer. */
export const outboxLines = (writers: readonly OutboxWriterStatus[]): readonly string[] =>
  writers.map(({ writer, status, holder, sequence, published = 0, underWay = 0, trouble }) => {
    const head = `  writer ${writer}   ${status}`;
    if (status !== 'held') return head;
    const how = trouble === undefined ? '' : `, trouble: ${trouble}`;
    return `${head} by ${holder ?? 'a process'}: sequence ${sequence ?? 'unknown yet'}, ${published} published, ${underWay} asks under way${how}`;
  });
