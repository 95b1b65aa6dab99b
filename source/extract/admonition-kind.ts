import type {AdmonitionKind} from './page.ts';

/**
 * The kind that a list of class names (lower case) stands for, or `null` if they make no admonition: one of the container
 * names of a generator ("admonition", "alert", "callout") with a kind beside or inside it, or a kind's bare name.
 */
export function admonitionKindOf(names: readonly string[]): AdmonitionKind | null {
  let container = false;
  let inContainer: AdmonitionKind | null = null;
  let bare: AdmonitionKind | null = null;
  for (const name of names) {
    if (notAdmonition.test(name)) return null;
    if (containers.has(name)) container = true;
    const parts = prefixed.exec(name);
    if (parts?.[1]) inContainer = better(inContainer, kindOfWord(parts[1]));
    bare = better(bare, kindOfWord(name));
  }
  if (container || inContainer) return better(bare, inContainer) ?? 'note';
  return bare !== null && names.some((name) => standalone.has(name)) ? bare : null;
}

/** The kind that a label like "Warning", "Security note" or "Deprecated since 2.0" stands for, or `null`. */
export function kindOfLabel(label: string): AdmonitionKind | null {
  const words = label
    .toLowerCase()
    .replace(/[:.!]+$/, '')
    .trim();
  if (words.length > 40) return null;
  return kindOfWord(words.replace(/\s+/g, '')) ?? kindOfWord(words.split(/\s+/)[0] ?? '');
}

/** The kind of one word, or `null`. */
export function kindOfWord(word: string): AdmonitionKind | null {
  return kinds.get(word) ?? null;
}

/** The kind that the sign in front of a callout stands for, or `null`. */
export function kindOfSign(text: string): AdmonitionKind | null {
  for (const [sign, kind] of signs) if (sign.test(text)) return kind;
  return null;
}

const signs: readonly (readonly [RegExp, AdmonitionKind])[] = [
  [/[⚠❗❕]/u, 'warning'],
  [/[🚫⛔🛑❌🔥🚨]/u, 'danger'],
  [/[👎]/u, 'deprecated'],
  [/[💡✅]/u, 'tip'],
  [/[ℹ🛈]/u, 'info'],
];

/** Kinds that a theme gives for its colour alone: a title tells better. */
export function isWeak(kind: AdmonitionKind): boolean {
  return kind === 'note' || kind === 'info';
}

/** The more serious of two kinds. */
function better(one: AdmonitionKind | null, other: AdmonitionKind | null): AdmonitionKind | null {
  if (one === null || other === null) return one ?? other;
  return seriousness.indexOf(one) <= seriousness.indexOf(other) ? one : other;
}

const seriousness: readonly AdmonitionKind[] = [
  'deprecated',
  'versionremoved',
  'danger',
  'warning',
  'caution',
  'important',
  'versionchanged',
  'versionadded',
  'seealso',
  'tip',
  'info',
  'note',
];

const kinds: ReadonlyMap<string, AdmonitionKind> = new Map([
  ['note', 'note'],
  ['notes', 'note'],
  ['notice', 'note'],
  ['remark', 'note'],
  ['example', 'note'],
  ['quote', 'note'],
  ['todo', 'note'],
  ['goodtoknow', 'note'],
  ['hint', 'tip'],
  ['tip', 'tip'],
  ['tips', 'tip'],
  ['success', 'tip'],
  ['check', 'tip'],
  ['done', 'tip'],
  ['info', 'info'],
  ['information', 'info'],
  ['abstract', 'info'],
  ['summary', 'info'],
  ['tldr', 'info'],
  ['question', 'info'],
  ['help', 'info'],
  ['faq', 'info'],
  ['primary', 'info'],
  ['secondary', 'note'],
  ['important', 'important'],
  ['attention', 'warning'],
  ['warning', 'warning'],
  ['warn', 'warning'],
  ['caution', 'caution'],
  ['danger', 'danger'],
  ['error', 'danger'],
  ['failure', 'danger'],
  ['bug', 'danger'],
  ['critical', 'danger'],
  ['deprecated', 'deprecated'],
  ['deprecated-removed', 'deprecated'],
  ['deprecation', 'deprecated'],
  ['deprecation-block', 'deprecated'],
  ['deprecationblock', 'deprecated'],
  ['deprecation-comment', 'deprecated'],
  ['tsd-tag-deprecated', 'deprecated'],
  ['versionadded', 'versionadded'],
  ['versionchanged', 'versionchanged'],
  ['versionremoved', 'versionremoved'],
  ['seealso', 'seealso'],
  ['see-also', 'seealso'],
]);

/** Names that say "this is an admonition" without its kind. */
const containers = new Set([
  'admonition',
  'admonitionblock',
  'custom-block',
  'theme-admonition',
  'starlight-aside',
  'alert',
  'callout',
  'markdown-alert',
  'rp-callout',
  'nextra-callout',
  'notecard',
  'book-hint',
  'hint-box',
  'message-box',
  'infobox-note',
  'rspress-directive',
  'mw-message-box',
]);

/** `admonition-warning`, `alert--warning`, `starlight-aside--caution`, `callout_danger`, `notice--info`. */
const prefixed =
  /^(?:theme-admonition|admonition|alert|callout|markdown-alert|starlight-aside|rp-callout|hint|notice|notification|message|bs-callout|td-alert|p-notification|docs-callout|pageinfo|mw-message-box|rspress-directive|infobox|usa-alert|sl-aside)[-_]{1,2}(\w{3,12})$/;

/** Kinds whose bare name on an element is enough; "info", "summary", "success" and others are used for anything. */
const standalone = new Set([
  'note',
  'tip',
  'hint',
  'important',
  'attention',
  'warning',
  'caution',
  'danger',
  'deprecated',
  'deprecated-removed',
  'deprecation-block',
  'deprecationblock',
  'tsd-tag-deprecated',
  'versionadded',
  'versionchanged',
  'versionremoved',
  'seealso',
  'remark',
]);

/** Parts of admonitions, inline tags and collapsibles that merely share a name. */
const notAdmonition =
  /^(?:versionmodified|admonition-(?:title|heading|content|icon|body)\S{0,20}|badge\S{0,20}|label|btn\S{0,20}|details_\S{1,20}|toctree-wrapper)$/;
