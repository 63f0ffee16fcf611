// `npm run docs:metrics`: writes docs/metrics.md anew.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { metricsPage } from './metrics-page';

writeFileSync(path.join(__dirname, '../docs/metrics.md'), metricsPage());
