export { evaluationEventHook } from './evaluation-hook.ts';
export { BreakwaterProvider } from './provider.ts';
export { quickClient } from './quick-client.ts';
