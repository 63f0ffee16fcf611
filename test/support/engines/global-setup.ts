import { beginSharedEngines } from './shared-engines';

// Three jest projects name this file; the engines start only once.
module.exports = beginSharedEngines;
