import {UsageError} from '../errors.ts';
import {type ExitCode, exitCodes} from '../exit-codes.ts';
import {type OnePage, pageToMarkdown, readAddress, readBytes} from '../extractor/read-one.ts';
import {display} from '../format/display.ts';
import type {Arguments} from '../options/parse.ts';
import {readSource, sourceOf} from './extract-source.ts';
import type {Io} from './io.ts';
import {loadConfig} from './load-config.ts';
import {openNetwork} from './network.ts';
import {runRequest} from './run.ts';

/**
 * `rules-maker extract <url|file|->`: one page as Markdown, or with `--json` as one document. What was left out of it and
 * what is to be known about it goes to stderr; nothing is written.
 */
export async function extract(args: Arguments, io: Io): Promise<ExitCode> {
  const [typed, ...extra] = args.input;
  if (typed === undefined || extra.length > 0) {
    throw new UsageError({
      code: 'RM-CONF-012',
      message:
        typed === undefined
          ? 'which page? It is missing'
          : `one page at a time: "${extra[0]}" is one too many`,
      hint: 'rules-maker extract page.html, or a URL, or - for stdin',
    });
  }
  const source = sourceOf(typed, args.texts.get('base'), io);
  const one =
    source.kind === 'address'
      ? await fetched(source.url, args, io)
      : await readBytes(source.base, await readSource(source, io));
  io.out(args.switches.has('json') ? json(one) : printable(pageToMarkdown(one.page)));
  for (const note of notes(one)) io.err(`note: ${note}\n`);
  return exitCodes.ok;
}

async function fetched(url: string, args: Arguments, io: Io): Promise<OnePage> {
  const config = await loadConfig(args, io);
  const place = {root: io.cwd, targets: [], singleFile: null};
  const request = runRequest({url, place, config, args}, 'extract');
  const {client, notices} = openNetwork(request, args, io);
  const tell = ({level, message}: {level: string; message: string}) =>
    io.err(`${level === 'info' ? 'note' : 'warning'}: ${display(message, 240)}\n`);
  for (const notice of notices) tell(notice);
  return await readAddress(request, {client}, tell);
}

function json({page, links}: OnePage): string {
  const text = JSON.stringify({schema: 1, ...page, links}, null, 2);
  return `${text.replace(unprintable, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)}\n`;
}

/** What could move the cursor of a terminal; of a page nothing of it should be left by now. Line ends and tabs stay. */
const unprintable = /[\0-\x08\x0b-\x1f\x7f-\x9f]/g;

function printable(text: string): string {
  return text.replace(unprintable, '');
}

/** Of every page there is nothing to say about comments, scripts and pictures. */
const everyday: ReadonlySet<string> = new Set(['comment', 'script', 'style', 'svg']);

function notes({page, shell}: OnePage): string[] {
  const removed = Object.entries(page.removed).filter(([reason]) => !everyday.has(reason));
  const list = removed.map(([reason, count]) => `${reason} ${count}`).join(', ');
  return [
    ...(shell ? ['the text of this page is made by its scripts'] : []),
    ...(list === '' ? [] : [`hidden text was left out: ${display(list, 240)}`]),
  ];
}
