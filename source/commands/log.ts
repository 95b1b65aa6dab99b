import {systemClock} from '../clock.ts';
import {createRedactor} from '../redact.ts';
import type {Io, Log} from './io.ts';

/** Variables that hold a secret, whoever reads them. */
const secretVariables = [
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_BEARER_TOKEN_BEDROCK',
  'OPENAI_API_KEY',
  'ANTHROPIC_API_KEY',
  'HUGGINGFACE_API_KEY',
  'HF_TOKEN',
];

/**
 * The same world with a net before both streams: secrets are masked, and where it is asked for every line on stderr
 * becomes a JSON object.
 */
export function withLog(io: Io, argv: readonly string[]): Io & {readonly log: Log} {
  const redactor = createRedactor(secretVariables.flatMap((name) => io.environment[name] ?? []));
  const line = (text: string) => io.err(`${redactor.redact(text)}\n`);
  let isJson = startsAsJson(argv, io.environment);
  let runId: string | null = null;
  const log: Log = {
    useJson(isOn) {
      isJson = isOn;
    },
    isJson: () => isJson,
    setRun(id) {
      runId = id;
    },
    run: () => runId,
    object: line,
    hide: redactor.learn,
    redact: (facts) => masked(facts, redactor.redact),
  };
  return {
    ...io,
    log,
    out: (text) => io.out(redactor.redact(text)),
    err(text) {
      if (!isJson) {
        io.err(redactor.redact(text));
        return;
      }
      for (const message of text.split('\n')) {
        if (message.trim() === '') continue;
        const ts = new Date(systemClock.now()).toISOString();
        line(JSON.stringify({event: 'notice', ts, run_id: runId, message}));
      }
    },
  };
}

/** Text by text: once it is JSON, what was JSON already is escaped twice. */
function masked<Facts>(facts: Facts, redact: (text: string) => string): Facts {
  if (typeof facts === 'string') return redact(facts) as Facts;
  if (Array.isArray(facts)) return facts.map((part) => masked(part, redact)) as Facts;
  if (typeof facts !== 'object' || facts === null) return facts;
  return Object.fromEntries(
    Object.entries(facts).map(([name, part]) => [name, masked(part, redact)]),
  ) as Facts;
}

/** What can be known before the configuration is read, of which the reading itself may have to speak. */
function startsAsJson(argv: readonly string[], environment: Io['environment']): boolean {
  if (argv.includes('--no-json-logs')) return false;
  const variable = environment['RULES_MAKER_LOG_JSON'] ?? '';
  return argv.includes('--json-logs') || /^(?:1|true|yes|on)$/i.test(variable.trim());
}
