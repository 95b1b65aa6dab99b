import type {Failure} from './contract.ts';

type Fault = readonly [status: number, name: string, message: string, code?: string];

/**
 * The failures of model services, in the words of Bedrock; the other wires name the class by the status, chat
 * completions also by a code. Messages are
 * as seen in public reports, shortened.
 */
export const faults = {
  throttled: [429, 'ThrottlingException', 'Too many requests, please wait before trying again.'],
  'too-many': [429, 'TooManyRequestsException', 'The number of requests exceeds the limit.'],
  'not-ready': [429, 'ModelNotReadyException', 'The model is not ready for inference.'],
  'daily-quota': [429, 'ThrottlingException', 'Too many tokens per day, please wait before trying again.'],
  'insufficient-quota': [
    429,
    'ThrottlingException',
    'You exceeded your current quota, please check your plan and billing details.',
    'insufficient_quota',
  ],
  'service-quota': [400, 'ServiceQuotaExceededException', 'Your request exceeds the service quota.'],
  unavailable: [503, 'ServiceUnavailableException', 'Bedrock is unable to process your request.'],
  overloaded: [529, 'ServiceUnavailableException', 'Overloaded'],
  internal: [500, 'InternalServerException', 'The system encountered an unexpected error. Try again.'],
  'gateway-timeout': [504, 'InternalServerException', 'The gateway gave up waiting.'],
  'model-timeout': [408, 'ModelTimeoutException', 'Model has timed out in processing the request.'],
  'model-error': [424, 'ModelErrorException', 'The model returned an error.'],
  'model-stream-error': [424, 'ModelStreamErrorException', 'The model failed in mid-stream.'],
  invalid: [400, 'ValidationException', 'The provided request is not valid.'],
  conflict: [400, 'ConflictException', 'The request conflicts with the state of the resource.'],
  'too-large': [413, 'ValidationException', 'The request body is too large.'],
  unprocessable: [422, 'ValidationException', 'The request cannot be processed.'],
  'no-on-demand': [
    400,
    'ValidationException',
    'Invocation of model ID with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
  ],
  'too-long': [
    400,
    'ValidationException',
    'Input is too long for requested model.',
    'context_length_exceeded',
  ],
  'schema-refused': [400, 'ValidationException', 'output_config.format: json_schema is not supported.'],
  'tool-refused': [
    400,
    'ValidationException',
    "This model doesn't support the toolConfig.toolChoice.tool field. Remove toolConfig.toolChoice.tool and try again.",
  ],
  'temperature-refused': [400, 'ValidationException', '`temperature` is deprecated for this model.'],
  'cache-refused': [400, 'ValidationException', 'You invoked an unsupported model for cachePoint.'],
  'usage-refused': [400, 'ValidationException', 'Unrecognized request argument supplied: stream_options'],
  'no-access': [
    403,
    'AccessDeniedException',
    "You don't have access to the model with the specified model ID.",
  ],
  'stream-denied': [
    403,
    'AccessDeniedException',
    'User: arn:aws:iam::123456789012:user/example is not authorized to perform: bedrock:InvokeModelWithResponseStream on resource: arn:aws:bedrock:us-east-1::foundation-model/example',
  ],
  'not-authorized': [
    403,
    'AccessDeniedException',
    'User: arn:aws:iam::123456789012:user/example is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-1::foundation-model/example',
  ],
  'not-found': [
    404,
    'ResourceNotFoundException',
    'Could not resolve the foundation model from the identifier.',
  ],
  legacy: [
    404,
    'ResourceNotFoundException',
    'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days.',
  ],
  unauthenticated: [401, 'UnrecognizedClientException', 'The key is not valid.'],
  expired: [403, 'ExpiredTokenException', 'The security token included in the request is expired'],
  unrecognised: [
    403,
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  ],
  'bad-signature': [
    403,
    'InvalidSignatureException',
    'Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z',
  ],
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

/** A failure of the table; `changes` may replace any part of it or say how it is delivered. */
export function failure(name: FaultName, changes: Partial<Omit<Failure, 'kind'>> = {}): Failure {
  const [status, awsName, message, code]: Fault = faults[name];
  return {kind: 'failure', status, name: awsName, message, ...(code !== undefined && {code}), ...changes};
}

/** What leaves it open whether the model ran: such a failure is billed its input unless the script says otherwise. */
export function mayHaveRun({status}: Failure): boolean {
  return [408, 424, 500, 502, 504].includes(status);
}
