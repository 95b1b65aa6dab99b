import {describe, expect, it} from 'vitest';
import {exampleFor} from '../../source/distil/examples.ts';
import type {Unit} from '../../source/distil/units.ts';

const unit = (language: string | null, code: string) => ({code: {language, code}}) as Unit;

describe('the code of a rule', () => {
  it('is split where one block shows both ways', () => {
    const code = '// Bad: leaks.\nconst a = open(path);\n\n// Good: closes.\nusing a = open(path);\n';
    expect(exampleFor(unit('ts', code), 'Call `open()` with `using`.', 'x', false)).toEqual({
      do: {language: 'ts', code: '// Good: closes.\nusing a = open(path);'},
      dont: {language: 'ts', code: '// Bad: leaks.\nconst a = open(path);'},
    });
  });

  it('is never the bad half of a block whose good half is only a comment', () => {
    const code = '# Wrong\nopen(path)\n# Correct: see below\n';
    expect(exampleFor(unit('python', code), 'Call `open()` later.', 'x', false)).toBeNull();
  });

  it('leaves prompts and what a session prints behind', () => {
    const code = '$ flask --app hello run\n * Serving Flask app\n';
    expect(
      exampleFor(unit('console', code), 'Use the `--app` option of `flask`.', 'x', false)?.do?.code,
    ).toBe('flask --app hello run');
    const session = ">>> client.get('/')\n<Response 200>\n>>> client.close()\n";
    expect(exampleFor(unit('pycon', session), 'Use `client.close()`.', 'x', false)?.do?.code).toBe(
      "client.get('/')\nclient.close()",
    );
  });

  it.each([
    ['names nothing of the rule', 'print(1)\n'],
    ['has over twelve lines', 'open(1)\n'.repeat(13)],
    ['does not balance', 'open(path\n'],
    ['is a traceback', 'open(1)\nTraceback (most recent call last):\n'],
  ])('is none if the block %s', (_, code) => {
    expect(exampleFor(unit('python', code), 'Call `open()` once.', 'x', false)).toBeNull();
  });
});
