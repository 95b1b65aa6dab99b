import {Defuddle} from 'defuddle/node';
import {parseHTML} from 'linkedom';

/** The title is put back: defuddle takes it out of the content and hands it over apart. */
export async function convert(html, url) {
  const {title, content} = await Defuddle(parseHTML(html).document, url, {markdown: true, useAsync: false});
  return `# ${title}\n\n${content}`;
}
