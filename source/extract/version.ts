import type {Head} from './generator.ts';
import {collapse, type ElementNode, findElement, rawText} from './tree.ts';

const number =
  '[vV]?(\\d{1,4}(?:\\.\\d{1,5}){1,3}(?:\\.x)?(?:[-.]?(?:a|b|rc|alpha|beta|dev|post|pre|M|SNAPSHOT)[.-]?\\d{0,4})?|\\d{1,3}\\.x)';
const beforeWord = new RegExp(
  `(?:^|[\\s(])${number}\\)?\\s{1,3}(?:documentation|docs|manual|reference|api|handbook|user guide|user's guide)\\b`,
  'i',
);
const afterWord = new RegExp(
  `\\b(?:documentation|docs|manual|reference|api)\\s{1,3}\\(?(?:version |release )?${number}(?:\\)|$)`,
  'i',
);
const javaPlatform = /\(Java SE (\d{1,3}) &/;
const javaLibrary = /\([^()]{0,80}?\b(\d{1,4}(?:\.\d{1,5}){1,3}[\w.-]{0,20}) (?:API|Javadoc)\)/i;
const plain = /^v?(\d{1,4}(?:\.\d{1,5}){0,3}(?:\.x)?(?:-[\w.]{1,20})?)$/i;

/**
 * The version of the documented library, only where the page states it as such: a meta tag, Sphinx's options,
 * "Foo 3.2 documentation" in the title's site part, the version label of the generator. Else `null`.
 */
export function versionOf(root: ElementNode, head: Head, generator: string | null): string | null {
  return (
    fromMetas(head) ?? fromTitle(head.title) ?? fromLabel(root, generator) ?? fromOptions(root, generator)
  );
}

function fromMetas({metas}: Head): string | null {
  for (const name of [
    'docusaurus_version',
    'docsearch:version',
    'nodejs.org:node-version',
    'dcterms.hasversion',
    'product-version',
  ]) {
    for (const part of (metas.get(name) ?? '').split(',')) {
      const version = plain.exec(part.trim())?.[1];
      if (version) return version;
    }
  }
  return null;
}

/** Looks at the site's part only: "Django 1.5 release notes — Django 3.2.25 documentation" is about 3.2.25. */
function fromTitle(title: string | null): string | null {
  if (title === null) return null;
  const parts = collapse(title)
    .slice(0, 500)
    .split(/\s[|—–·»-]\s|\s::\s/);
  const site = parts.at(-1) ?? '';
  const version = (beforeWord.exec(site) ??
    afterWord.exec(site) ??
    javaPlatform.exec(site) ??
    javaLibrary.exec(site))?.[1];
  return version ?? null;
}

/** Where Sphinx themes, Doxygen and rustdoc print the version of the project. */
function fromLabel(root: ElementNode, generator: string | null): string | null {
  const isLabel = labels.get(generator ?? '');
  const label = isLabel ? findElement(root, isLabel) : null;
  return label ? (plain.exec(collapse(rawText(label, 100)).replace(/^version /i, ''))?.[1] ?? null) : null;
}

function fromOptions(root: ElementNode, generator: string | null): string | null {
  if (generator !== 'sphinx') return null;
  const script = findElement(
    root,
    (one) => one.name === 'script' && rawText(one, 400).includes('DOCUMENTATION_OPTIONS'),
  );
  const found = script ? /VERSION:\s{0,9}['"]([^'"]{1,40})['"]/.exec(rawText(script, 2000)) : null;
  return found?.[1] ? (plain.exec(found[1])?.[1] ?? null) : null;
}

const labels: ReadonlyMap<string, (element: ElementNode) => boolean> = new Map([
  ['sphinx', ({name, attributes}: ElementNode) => name === 'div' && attributes.class === 'version'],
  ['doxygen', ({attributes}: ElementNode) => attributes.id === 'projectnumber'],
  [
    'rustdoc',
    ({name, attributes}: ElementNode) =>
      (name === 'div' || name === 'span') && attributes.class === 'version',
  ],
]);
