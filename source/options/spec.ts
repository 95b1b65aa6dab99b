import type {ConfigKey} from '../config/keys.ts';

export const commandNames = [
  'scrape',
  'demo',
  'resume',
  'replay',
  'extract',
  'lint',
  'config',
  'bedrock',
  'models',
  'usage',
] as const;

export type CommandName = (typeof commandNames)[number];

export type OptionSpec = {
  readonly kind: 'text' | 'list' | 'switch';
  /** One letter. */
  readonly short?: string;
  /** Other names that are taken as well. */
  readonly aliases?: readonly string[];
  /** It stands in the help of this topic, not in the first one, which is one screen. */
  readonly topic?: 'models';
  /** The name of the value in the help. */
  readonly value?: string;
  /** The config key that it sets. */
  readonly key?: ConfigKey;
  /** What the flag stands for when it has no value of its own: `--ignore-robots` sets its key to `false`. */
  readonly sets?: string;
  /** For the help: at most 20 characters. */
  readonly help: string;
  /** For the README. */
  readonly about: string;
  readonly commands: readonly CommandName[];
};

/** Commands that run. */
export const run: readonly CommandName[] = ['scrape', 'demo'];

/** Commands that show a run. */
export const reading: readonly CommandName[] = ['scrape', 'demo', 'resume', 'replay'];

/** Commands that ask a documentation site. */
export const asking: readonly CommandName[] = ['scrape', 'demo', 'extract'];
