import {htmlToMarkdown} from 'mdream';

export const convert = (html, url) => htmlToMarkdown(html, {origin: url, minimal: true});
