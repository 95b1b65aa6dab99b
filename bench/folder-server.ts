/** The pages of a folder on loopback, in a process of its own: prints its port, serves from memory without delay. */
import {readdirSync, readFileSync} from 'node:fs';
import {join, sep} from 'node:path';
import process from 'node:process';
import {servePages} from './serve-pages.ts';

const [, , folder = ''] = process.argv;
const pages = new Map(
  readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter((path) => path.endsWith('.html'))
    .map((path) => [`/${path.split(sep).join('/')}`, readFileSync(join(folder, path))]),
);

servePages('text/html', (path) => pages.get(path === '/' ? '/index.html' : path));
