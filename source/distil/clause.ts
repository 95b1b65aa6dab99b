import {isVerb} from './verbs.ts';

/** How strongly the sentence speaks. `plain` is an instruction without a modal word. */
export type Force = 'must' | 'must-not' | 'should' | 'should-not' | 'plain';

/** A main clause as an instruction; code is masked. */
export type Clause = {
  readonly text: string;
  readonly force: Force;
  /** The sentence is an imperative itself: advice in a guide, what the thing does in its description. */
  readonly bare?: true;
};

/** An instruction that begins with a verb of the closed list, or `null`. */
export function instruction(said: string, force: Force, negative = false): Clause | null {
  const [, frequency = '', verb = ''] =
    /^((?:always|never|only|explicitly) )?([A-Za-z-]+)\b/.exec(said) ?? [];
  if (!isVerb(verb)) return null;
  if (negative && frequency.startsWith('only')) return null;
  return {
    text: negative ? `Do not ${said}` : upperFirst(said),
    force: frequency.startsWith('never') ? 'must-not' : force,
  };
}

/** A noun phrase before a modal or a copula, as a named group. */
export const SUBJECT = '(?<subject>[^,;:()]{1,110}?)';

const FINITE =
  /\b(?:is|are|was|were|has|have|had|but|because|so|will|would|can|may|might|if|when|while|since|where|whether|which|who|what|how|there|it|it's|they|this|these|those|he|we|you|I|than|does|do|did|nothing|something|one|everything|indicates?|means|specif(?:y|ies)|returns|accepts|controls|determines|describes|represents|contains|provides|allows|takes|causes|defines|says|requires|ensures|gives|makes|uses|sets|stores|holds|lets|enables|creates|expects|supports|implies|refers|applies|works|runs|becomes|gets|needs|tells|starts|depends|throws|raises|states|points|ends|begins|no longer|however)\b/i;
const VAGUE =
  /^(?:[A-Za-z]+ly|number of|care|as|(?:the )?(?:only|first|next|last|same)|on|at|in|with|most|all|some|any|others?|each|both|either|others|the same|the rest|no|none|much|many|few|several|various|such|another|that|people|things?)\b(?! [\uE000-\uF8FF])/i;

/** A subject that is one plain noun phrase. */
export function acceptable(subject: string): boolean {
  const plain = subject.replace(/^(?:Using|Calling) /, '');
  if (/[.!?]\s|n't\b/.test(plain)) return false;
  if (
    / that (?!(?:use|need|want|call|set|implement|subclass|inherit|override|define|return|take|have|accept|provide|require|support|rely|access|read|write|modify|import|run|handle)\b)/.test(
      plain,
    )
  )
    return false;
  if (/\b(?:on the other hand|respectively|[a-z]+ (?:before|after|until|during) |number of)\b/.test(plain))
    return false;
  return (
    !FINITE.test(plain) &&
    !VAGUE.test(plain) &&
    !/\b(?:that|and|or|to|of|only|just|usually|also)$/.test(plain) &&
    !/^(?:that|and|or|to|of)\b/i.test(plain)
  );
}

/** Words that keep their capital in the middle of a sentence. */
const NAMES =
  /^(?:Python|Windows|Linux|Unix|Unicode|Django|Flask|Node|Apache|Oracle|Google|JSON|Java|Jinja|Werkzeug|Click|Celery|Redis|Docker|Chrome|Firefox|English|Git|Mac|Android|Intel|Microsoft|Azure|Amazon|React|Vue|Ruby|Rust|Perl|Tcl|Kubernetes|Mozilla|Safari|Ubuntu|Debian|Worker|Buffer|Promise|Stream|Blob|Error|Symbol|Proxy|Map|Set|Date)$/;

/** Lower case for a word that is no name, to stand inside of a sentence. */
export function lowerFirst(text: string): string {
  const first = /^[A-Z][a-z]*(?:-[a-z]+)*(?=\s|$)/.exec(text)?.[0];
  return first === undefined || NAMES.test(first) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

/** Upper case for the first letter. */
export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
