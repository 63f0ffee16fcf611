import { endSharedEngines } from './shared-engines';

module.exports = endSharedEngines;
