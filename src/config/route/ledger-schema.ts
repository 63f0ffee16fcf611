// Options of the effect ledger.
import { z } from 'zod';
import { LEDGER_KEEP } from '../../model/contract/effect-ledger';
import { integer } from '../checking/leaf-schemas';
import { topicName } from '../checking/name-schemas';
import { about } from '../checking/option-words';

const MAX_KEEP = 100;

export const ledgerSchema = z.strictObject({
  keep: integer(0, MAX_KEEP)
    .prefault(LEDGER_KEEP)
    .register(
      ...about(
        'Number of last effects that are kept for each key, for `sluice keys show --effects`. A lane keeps 500 in all.',
      ),
    ),
  topic: topicName.optional().register(
    ...about('Topic that every effect is written to as JSON, at least once; it must exist.', {
      standard: 'none: effects are kept only in their workflows',
    }),
  ),
});

export const routeLedgerSchema = z.strictObject({
  keep: integer(0, MAX_KEEP)
    .optional()
    .register(
      ...about('Number of last effects that are kept for each key of the route.', {
        standard: "the gateway's `ledger.keep`",
      }),
    ),
});
