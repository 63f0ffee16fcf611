import { beginSharedEngines } from './shared-engines';

// Three jest projects name this file; the engines start once.
module.exports = beginSharedEngines;
