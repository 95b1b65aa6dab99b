import {count, dollars, grouped} from '../format/amount.ts';

/** `12 requests, about 14,000 tokens in and 6,000 out, $0.02 to $0.08, 3 of 15 cached`, without a line break. */
export function previewText(preview: {
  readonly requests: number;
  readonly cached: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly lowMicroUsd: number | null;
  readonly highMicroUsd: number | null;
  readonly unpriced: number;
}): string {
  const {requests, cached, inputTokens, outputTokens, lowMicroUsd, highMicroUsd, unpriced} = preview;
  const isPriced = lowMicroUsd !== null && highMicroUsd !== null;
  return [
    count(requests, 'request'),
    `about ${grouped(inputTokens)} tokens in and ${grouped(outputTokens)} out`,
    isPriced
      ? `${dollars(lowMicroUsd)} to ${dollars(highMicroUsd)}`
      : `unpriced: ${count(unpriced, 'request')}`,
    ...(cached > 0 ? [`${grouped(cached)} of ${grouped(cached + requests)} cached`] : []),
  ].join(', ');
}
