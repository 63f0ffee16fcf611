import { Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../model/names/search-attributes';
import { indexedValueTypes } from '../temporal/search-attributes';

export const NAMESPACE = 'default';
const ANSWER_MS = 2_000;

/** Rejects while a Temporal does not answer, or has no namespace or search attributes yet; registers the latter. */
export const temporalReady = async (address: string): Promise<void> => {
  const connection = await Connection.connect({ address, connectTimeout: ANSWER_MS });
  try {
    await connection.withDeadline(Date.now() + ANSWER_MS, async () => {
      await connection.workflowService.describeNamespace({ namespace: NAMESPACE });
      const known = await connection.operatorService.listSearchAttributes({ namespace: NAMESPACE });
      const missing = SEARCH_ATTRIBUTES.filter(({ name }) => !(name in known.customAttributes));
      if (missing.length === 0) return;
      // The option for search attributes affects only a new data directory; one of an older version has fewer of them.
      await connection.operatorService.addSearchAttributes({
        namespace: NAMESPACE,
        searchAttributes: indexedValueTypes(missing),
      });
      throw new Error(`search attributes not registered yet: ${missing.map(({ name }) => name).join(', ')}`);
    });
  } finally {
    await connection.close();
  }
};
