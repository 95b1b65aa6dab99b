import {type ConfigKey, configKeyNames, configKeys} from './keys.ts';
import {originText} from './origin.ts';
import type {Config} from './resolve.ts';

/** One line a key, `key = value` and, if asked, where it came from. @param only - the keys that are shown */
export function configText(
  config: Config,
  withOrigin: boolean,
  only: (key: ConfigKey) => boolean = () => true,
): string {
  const rows = configKeyNames
    .filter(only)
    .map(
      (key) =>
        [key, JSON.stringify(showable(key, config.values[key])), originText(config.origins[key])] as const,
    );
  const keyWidth = Math.max(...rows.map(([key]) => key.length));
  const valueWidth = Math.max(...rows.map(([, value]) => value.length));
  return rows
    .map(([key, value, origin]) =>
      withOrigin
        ? `${key.padEnd(keyWidth)} = ${value.padEnd(valueWidth)}  (${origin})\n`
        : `${key.padEnd(keyWidth)} = ${value}\n`,
    )
    .join('');
}

/** The same as one JSON document. */
export function configJson(config: Config, only: (key: ConfigKey) => boolean = () => true): string {
  const entries = configKeyNames
    .filter(only)
    .map((key) => [key, {value: showable(key, config.values[key]), origin: config.origins[key]}]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

/** A value as it may be seen. Keys hide themselves; an address may hold a name and a password. */
function showable(key: ConfigKey, value: unknown): unknown {
  if (!key.endsWith('.base_url') || typeof value !== 'string' || value === '') return value;
  const url = URL.parse(value);
  if (!url) return '[secret]';
  if (url.username === '' && url.password === '') return value;
  return `${url.protocol}//[secret]@${url.host}${url.pathname}`;
}

/** The commented example: every key with its default. */
export function configExample(): string {
  const lines = [
    '# rules-maker.config.yaml: every key with its default.',
    '# Precedence: flag > environment > this file (from here up to the repository root) > user file > default.',
  ];
  let open: string[] = [];
  for (const key of configKeyNames) {
    const parts = key.split('.');
    const sections = parts.slice(0, -1);
    const shared = sections.findIndex((part, index) => part !== open[index]);
    const from = shared === -1 ? sections.length : shared;
    for (const [index, part] of sections.entries()) {
      if (index >= from) lines.push(`${'  '.repeat(index)}${part}:`);
    }
    open = sections;
    lines.push(...keyLines(key, parts.at(-1) ?? key, '  '.repeat(sections.length)));
  }
  return `${lines.join('\n')}\n`;
}

function keyLines(key: ConfigKey, name: string, indent: string): string[] {
  const {help, variables, default: value} = configKeys[key];
  const named = variables.length === 0 ? '' : ` (${variables.join(', ')})`;
  return [`${indent}# ${help}${named}`, `${indent}${name}: ${JSON.stringify(value)}`];
}
