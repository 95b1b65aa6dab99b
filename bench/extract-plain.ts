import {NodeHtmlMarkdown} from 'node-html-markdown';

/** The package with its defaults, the whole page in. */
export const convert = (html: string): string => NodeHtmlMarkdown.translate(html);
