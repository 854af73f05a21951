import { createEvaluationEvent, type Hook, TelemetryAttribute } from '@openfeature/server-sdk';
import { type Logger, logs } from '@opentelemetry/api';
import { version } from '../version.ts';

/** What the semantic conventions call it since 1.34; OpenFeature has its older name. */
const ERROR_MESSAGE = 'feature_flag.error.message';

/**
 * A hook that emits the event `feature_flag.evaluation` of OpenTelemetry's semantic conventions for each evaluation, as
 * a log record in the active trace. Where no logger provider is registered, nothing is emitted.
 */
export const evaluationEventHook = (
  logger: Logger = logs.getLogger('@breakwater/flag-sdk', version),
): Hook => ({
  finally: (hookContext, details) => {
    const { name: eventName, attributes } = createEvaluationEvent(hookContext, details);
    const { [TelemetryAttribute.ERROR_MESSAGE]: message, ...named } = attributes;
    logger.emit({
      eventName,
      attributes: message === undefined ? named : { ...named, [ERROR_MESSAGE]: message },
    });
  },
});
