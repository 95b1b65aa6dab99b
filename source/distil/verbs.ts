/** The closed list of verbs a directive may begin with. */
const BASE = `accept access activate add adjust allow annotate append apply assign attach authenticate avoid await back
base batch bind build bump bundle cache call cast catch change check choose clean clear clone close combine commit
compare compile compose compute configure confirm connect construct convert copy create customize declare decorate decrypt
defer define delegate delete deny depend deploy derive design detect disable discard distinguish document download drop
dump emit enable encode encrypt enclose encapsulate end enforce ensure enter enumerate escape establish evaluate exclude
execute expect export expose extend extract fetch filter fix flush follow force format free generate get give group grant
guard handle hash host identify ignore implement import include increase index inherit initialize inject insert inspect
install instantiate invoke isolate iterate join keep leave limit link list load lock log make manage map mark match
measure merge migrate minimize mock modify monitor mount move name nest normalize obtain omit open opt order override
parse pass patch pin place point populate prefer prefetch prefix prepare prepend preserve prevent print process
protect provide publish pull push put quote raise read rebuild receive record redirect reduce refer reference refresh
register reject release rely remember remove rename render reopen repeat replace report request require rerun reserve reset resolve
respond restart restore restrict retain retrieve retry return reuse revert review revoke rewrite rotate run sanitize save
schedule scope search secure select send separate serialize serve set share ship sign simplify skip sort specify split
start stop store stream strip structure subclass submit subscribe supply suppress swap switch sync test throw transform translate
treat trigger truncate trust tune turn type unset unwrap update upgrade upload use validate verify wait watch wrap write yield`;

const VERBS: ReadonlySet<string> = new Set(BASE.split(/\s+/));

/** Verbs whose past participle is not built with -ed. */
const PARTICIPLES: Readonly<Record<string, string>> = {
  put: 'put',
  set: 'set',
  read: 'read',
  run: 'run',
  written: 'write',
  rewritten: 'rewrite',
  given: 'give',
  kept: 'keep',
  made: 'make',
  sent: 'send',
  built: 'build',
  rebuilt: 'rebuild',
  caught: 'catch',
  thrown: 'throw',
  left: 'leave',
  chosen: 'choose',
  overridden: 'override',
  overriden: 'override',
  bound: 'bind',
  split: 'split',
  cast: 'cast',
  got: 'get',
  rerun: 'rerun',
  reset: 'reset',
  unset: 'unset',
  frozen: 'freeze',
};

/** True if the word is a verb of the closed list, in its base form. */
export function isVerb(word: string): boolean {
  return VERBS.has(word.toLowerCase());
}

/** Base form of a past participle ("called" gives "call"), or `null` if no verb of the list fits. */
export function fromParticiple(word: string): string | null {
  const lower = word.toLowerCase();
  const irregular = PARTICIPLES[lower];
  if (irregular !== undefined) return irregular;
  return lower.endsWith('ed') ? stemOf(lower.slice(0, -2)) : null;
}

/** Base form of a gerund ("passing" gives "pass"), or `null`. */
export function fromGerund(word: string): string | null {
  const lower = word.toLowerCase();
  return lower.endsWith('ing') ? stemOf(lower.slice(0, -3)) : null;
}

function stemOf(stem: string): string | null {
  const doubled = /([b-df-hj-np-tv-z])\1$/.test(stem) ? stem.slice(0, -1) : null;
  const y = stem.endsWith('i') ? `${stem.slice(0, -1)}y` : null;
  return [`${stem}e`, stem, doubled, y].find((form) => form !== null && VERBS.has(form)) ?? null;
}
