import {identifiersIn, isTelling, mentions} from './identifiers.ts';
import {shortName} from './references.ts';
import type {Setting} from './setting.ts';

/** Longest condition in characters. */
const MAX_CONDITION = 140;

/** Directives about what belongs to the thing the section documents: alone nobody knows whose it is. */
const PARTS =
  /^(?:(?:Do not|Never|Always|Explicitly) )?[A-Za-z]+ (?:that )?(?:(?:for|to|on|from|in|with) )?(?:the|its|both|each) (?:(?:first|second|third|fourth|last|\w+th|optional|resulting|returned|given|specified|new|old) )?(?:(?:(?:`x`|\w+) )?(?:arguments?|parameters?)|return(?:ed)? values?|results?|callbacks?|values?|functions?|methods?|options?|lists?|strings?|buffers?|objects?|pointers?|references?|structures?|handles?|keys?|fields?|elements?|items?|names?|types?|flags?|instances?|sequence|iterators?|indexe?s?|constructor|length|size)\b(?! (?:of|to|for|that|which|in|passed|named|called|from|returned|stored|created|obtained|used|given|specified|`))|\b[A-Za-z]+ (?:the|its) (?:returned|resulting) \w+|^(?:(?:Do not|Never|Always|Explicitly) )?[A-Za-z]+ (?:the|its) (?:[a-z]+ )?(?:event|contents?|module|extension|file|table|class|statement|code|block|caller|user|process|thread|server|client|connection|request|response|view|page|package|library|application) (?:as|with|using|in|on|from|by|before|after|when|only|directly)\b/i;

/**
 * The condition of a rule with what it needs to be understood alone. If its own words name an API and nothing that
 * belongs to another, that is the condition it has; otherwise the API or the command the section is about is added;
 * `undefined` if that is not known either.
 */
export function scoped(
  directive: string,
  condition: string | null,
  setting: Setting,
  boxed: boolean,
): string | null | undefined {
  const said = `${condition ?? ''} ${directive}`;
  const {subject, section, symbols} = setting;
  if (subject !== null && !subject.startsWith('-') && mentions(said, shortName(subject))) {
    if (setting.command !== null && !/[.:]/.test(subject) && !mentions(section.heading, subject))
      return mentions(said, setting.command)
        ? condition
        : withScope(`using \`${setting.command}\``, condition);
    if (isTelling(shortName(subject)) || (isTelling(subject) && mentions(said, subject))) return condition;
    if (isTelling(subject)) return withScope(`using \`${subject}\``, condition);
    if (setting.command !== null) return withScope(`using \`${setting.command}\``, condition);
    return !section.signature && mentions(section.heading, subject) ? condition : undefined;
  }
  const names = identifiersIn(said).filter((name) => symbols.has(name) || name.startsWith('--'));
  const plain =
    condition === null && /^(?:Make|Keep) `[a-z][a-z0-9_]*`/.test(directive) && !section.signature;
  const parts = plain || isPart(directive.replace(/`[^`]*`/g, '`x`'));
  const own =
    names.some((name) => speaks(name, setting)) ||
    spelledOut(said) ||
    (setting.command !== null && mentions(said, setting.command));
  const using = usingOf(setting, said);
  if (own && !parts && !setting.callable) return condition;
  if (using === null)
    return (own || (condition !== null && names.length > 0)) && !parts ? condition : undefined;
  if (!own && names.length === 0 && !boxed && !section.signature) return undefined;
  return withScope(using, condition) ?? (own && !parts ? condition : undefined);
}

/** "Use the function in a `FROM` clause": which one? */
const THE_THING =
  /^(?:(?:Do not|Never|Always|Only) )?(?:use|call|invoke|set|enable|pass|specify|run) (?:the|its) (?:function|method|option|parameter|command|class|macro|flag|field|setting|value)\b(?! (?:`|of |that|which|named|called))/i;

/** "Call `f` on the result": of what? */
const OF_IT = /\bon the (?:results?|return value|returned \w+|value)\b(?! (?:of|from|that|which|returned))/i;

function isPart(directive: string): boolean {
  return PARTS.test(directive) || THE_THING.test(directive) || OF_IT.test(directive);
}

function withScope(using: string, condition: string | null): string | undefined {
  const both = condition === null ? using : `${using} and ${condition}`;
  return both.length <= MAX_CONDITION ? both : undefined;
}

/** Code of more than one word: `flask run`, `Content-Type: text/html`. */
function spelledOut(said: string): boolean {
  return (said.match(/`[^`]+`/g) ?? []).some((code) => /\w[ /-]\w/.test(code) && !code.startsWith('`-'));
}

/** True if the name says what it is, and does not belong to what the section documents. */
function speaks(name: string, setting: Setting): boolean {
  if (name.startsWith('--')) return setting.command === null && name.length > 5;
  return isTelling(name) && !/^(?:self|this|cls)\./.test(name) && !isParameter(name, setting);
}

/** "using `x`" for what the section documents; an option is named with its command. */
function usingOf({subject, command}: Setting, said: string): string | null {
  const option = subject?.startsWith('-') === true;
  if (subject !== null && !option && isTelling(subject) && !/^__\w+__$/.test(subject))
    return `using \`${subject}\``;
  if (command === null) return null;
  if (mentions(said, command)) return null;
  return option && !said.includes(subject ?? '')
    ? `using \`${subject}\` of \`${command}\``
    : `using \`${command}\``;
}

function isParameter(name: string, {section, callable}: Setting): boolean {
  return callable && mentions(section.heading.slice(section.heading.indexOf('(')), name);
}
