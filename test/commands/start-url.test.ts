import {describe, expect, it} from 'vitest';
import {startUrl} from '../../source/commands/start-url.ts';

describe('the start page', () => {
  it.each([
    ['https://docs.acme.dev/guide/', 'https://docs.acme.dev/guide/'],
    ['docs.acme.dev/guide', 'https://docs.acme.dev/guide'],
    ['localhost:8000', 'http://localhost:8000/'],
    ['127.0.0.1:9/', 'http://127.0.0.1:9/'],
    ['[::1]:80/x', 'http://[::1]/x'],
    ['HTTPS://Docs.Acme.dev/#top', 'https://docs.acme.dev/'],
    ['docs.acme.dev:8443/x', 'https://docs.acme.dev:8443/x'],
  ])('%s is read as %s', (typed, url) => {
    expect(startUrl(typed)).toBe(url);
  });

  it.each([
    [undefined, 'RM-CONF-012'],
    ['file:///etc/passwd', 'RM-CONF-012'],
    ['data:text/html,x', 'RM-CONF-012'],
    ['ftp://docs.acme.dev/', 'RM-CONF-012'],
    ['https://', 'RM-CONF-012'],
    ['https://ann@docs.acme.dev/', 'RM-CONF-047'],
  ])('%s is refused with %s', (typed, code) => {
    expect(() => startUrl(typed)).toThrow(expect.objectContaining({code, exitCode: 2}));
  });
});
