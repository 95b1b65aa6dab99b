import {display} from '../format/display.ts';

/** Why a page failed, for a line that names its URL already. */
export function failureText(page: {
  readonly url: string;
  readonly status: number | null;
  readonly message: string;
}): string {
  if (page.status !== null && page.status >= 400) return `HTTP ${page.status}`;
  return display(page.message.replaceAll(page.url, 'it'));
}
