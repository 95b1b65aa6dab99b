/** What the tests of model services share, beside the fake itself. */

/** Something to wait for that the test opens: `beforeHead: gate.wait`. */
export function createGate(): {readonly wait: () => Promise<void>; readonly open: () => void} {
  const {promise, resolve} = Promise.withResolvers<void>();
  return {wait: () => promise, open: () => resolve()};
}

/** Keys that AWS prints in its own documentation; they open nothing. */
export const exampleKeys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
} as const;

/** The environment of a child process that can reach nothing of AWS but the fake. */
export function fakeAwsEnvironment(origin: string): Record<string, string> {
  return {
    ...(process.env['PATH'] !== undefined && {PATH: process.env['PATH']}),
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: origin,
    AWS_ENDPOINT_URL_STS: origin,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}

/** Every way to say how long to wait; `expectedMs` is `null` where it says nothing usable. */
export function waitHeaders(
  nowMs: number,
  delayMs: number,
): readonly {
  readonly form: string;
  readonly headers: Record<string, string>;
  readonly expectedMs: number | null;
}[] {
  const seconds = Math.ceil(delayMs / 1000);
  const when = new Date(Math.ceil((nowMs + delayMs) / 1000) * 1000);
  const [, day = '', month = '', year = '', time = ''] =
    /^\w{3}, (\d\d) (\w{3}) (\d{4}) ([\d:]{8})/.exec(when.toUTCString()) ?? [];
  const weekday = when.toLocaleDateString('en-GB', {weekday: 'long', timeZone: 'UTC'});
  const untilMs = when.getTime() - nowMs;
  const retryAfter = (form: string, value: string, expectedMs: number | null) => ({
    form,
    headers: {'retry-after': value},
    expectedMs,
  });
  return [
    retryAfter('seconds', String(seconds), seconds * 1000),
    retryAfter('IMF-fixdate', when.toUTCString(), untilMs),
    retryAfter('rfc850', `${weekday}, ${day}-${month}-${year.slice(2)} ${time} GMT`, untilMs),
    retryAfter(
      'asctime',
      `${weekday.slice(0, 3)} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`,
      untilMs,
    ),
    {form: 'retry-after-ms', headers: {'retry-after-ms': String(delayMs)}, expectedMs: delayMs},
    {form: 'x-amz-retry-after', headers: {'x-amz-retry-after': String(delayMs)}, expectedMs: delayMs},
    retryAfter('a date that has passed', new Date(nowMs - 60_000).toUTCString(), null),
    retryAfter('a negative number', '-5', null),
    retryAfter('garbage', 'soon', null),
  ];
}
