import {inspect} from 'node:util';

/** What stands in every text in place of a secret. */
const mask = '[secret]';

/**
 * A text that must not be seen. Whatever turns it into text gives `[secret]`: templates, JSON, `inspect`. Only
 * {@link Secret.reveal} gives it away; call it where it is sent, nowhere else.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  [inspect.custom](): string {
    return mask;
  }
}
