import {gfm} from '@joplin/turndown-plugin-gfm';
import TurndownService from 'turndown';

const service = new TurndownService({headingStyle: 'atx', codeBlockStyle: 'fenced'});
service.use(gfm);
service.remove(['script', 'style']);

export const convert = (html) => service.turndown(html);
