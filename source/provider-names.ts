/** The providers that call a model; `builtin`, the distiller without one, is none of them. */
export const providerNames = ['bedrock', 'openai', 'anthropic', 'huggingface', 'local'] as const;

export type ProviderName = (typeof providerNames)[number];

/**
 * The classes of failure for which another provider may be asked, as far as `fallback.on` names them. The others never
 * are: a wrong question is wrong everywhere, and wrong keys are to be mended.
 */
export const fallbackClasses = [
  'throttled',
  'quota',
  'unavailable',
  'timeout',
  'model_error',
  'denied',
  'content',
] as const;
