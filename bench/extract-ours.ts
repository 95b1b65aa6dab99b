import {extract} from '../source/extract/extract.ts';
import {pageToMarkdown} from '../source/extract/markdown.ts';

/** The way of the program: from the bytes of the response, its encoding included. */
export function convertBytes(body: Uint8Array, url: string): string {
  return pageToMarkdown(extract({url, body, contentType: 'text/html'}).page);
}
