import {describe, expect, test} from 'vitest';
import {NothingFoundError, RetryableError} from '../../source/errors.ts';
import {statusFault, TooSlowError, transferFault} from '../../source/network/faults.ts';

const url = 'https://docs.example.org/guide/';

function system(code: string, event?: string): Error {
  return Object.assign(new Error(code), {code, ...(event ? {event} : {})});
}

describe('what a failed transfer means', () => {
  test.each([
    ['ENOTFOUND', system('ENOTFOUND'), 'RM-NET-001', NothingFoundError],
    ['EAI_AGAIN', system('EAI_AGAIN'), 'RM-NET-001', RetryableError],
    ['ECONNREFUSED', system('ECONNREFUSED'), 'RM-NET-002', RetryableError],
    ['ECONNRESET', system('ECONNRESET'), 'RM-NET-002', RetryableError],
    ['no code', new Error('?'), 'RM-NET-002', RetryableError],
    ['connect limit', system('ETIMEDOUT', 'connect'), 'RM-NET-003', RetryableError],
    ['system timeout', system('ETIMEDOUT'), 'RM-NET-003', RetryableError],
    ['self-signed', system('DEPTH_ZERO_SELF_SIGNED_CERT'), 'RM-NET-005', NothingFoundError],
    ['expired', system('CERT_HAS_EXPIRED'), 'RM-NET-005', NothingFoundError],
    ['wrong host', system('ERR_TLS_CERT_ALTNAME_INVALID'), 'RM-NET-005', NothingFoundError],
    ['page limit', system('ETIMEDOUT', 'request'), 'RM-NET-009', RetryableError],
    ['too slow', new TooSlowError('under 1 KB a second'), 'RM-NET-009', RetryableError],
    ['no HTTP', system('HPE_INVALID_CONSTANT'), 'RM-HTTP-011', NothingFoundError],
  ])('%s', (_name, cause, code, policy) => {
    const fault = transferFault(url, cause, 'head');
    expect(fault).toMatchObject({code, exitCode: 4, cause});
    expect(fault).toBeInstanceOf(policy);
    expect(fault.message).toContain(url);
    expect(fault.why).toMatch(/docs\.example\.org/);
    expect(fault.hint).toBeTruthy();
  });

  test.each(['ECONNRESET', 'HPE_INVALID_CHUNK_SIZE', 'Z_BUF_ERROR'])(
    '%s within the body is a truncated answer',
    (code) => {
      expect(transferFault(url, system(code), 'body')).toMatchObject({code: 'RM-HTTP-016'});
    },
  );
});

test.each([
  [404, 'RM-HTTP-404'],
  [410, 'RM-HTTP-404'],
  [401, 'RM-HTTP-012'],
  [403, 'RM-HTTP-012'],
  [400, 'RM-HTTP-011'],
  [500, 'RM-HTTP-011'],
  [304, 'RM-HTTP-011'],
])('status %i is told as %s with its number and the address', (status, code) => {
  const fault = statusFault(url, status);
  expect(fault.code).toBe(code);
  expect(fault.message).toContain(url);
  expect(fault.why).toContain(String(status));
  expect(fault.hint).toBeTruthy();
});
