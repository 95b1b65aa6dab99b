import type {RunEventBody} from '../events/catalogue.ts';
import type {Candidate} from './frontier.ts';
import type {Refusal} from './never.ts';
import {
  chainRule,
  createTrapAccount,
  idRule,
  queryRule,
  type TrapAccount,
  type TrapRule,
} from './trap-account.ts';
import {repeatedPart, type Shape, shapeOf, sortedQuery} from './trap-shape.ts';

/** A page that is not read after all, and what to state about it. */
type TrapRefusal = {readonly key: string; readonly pattern: string};

/**
 * Keeps the crawl from following addresses that a server makes up without end. It is asked in the order of the
 * commits alone, so that what is read does not depend on which answer came first.
 */
export type Traps = {
  /** A refusal that needs no look at any page; asked once for each address. */
  readonly refuse: (url: URL) => Refusal | null;
  /**
   * Those of the offers that may be read now; others are held back until the pages before them prove new. What the
   * site itself lists (`from` is `null`) is no trap.
   */
  readonly admit: (offers: readonly Candidate[], from: string | null) => TrapDecision;
  /** A page has ended, under these addresses; the signature of its text, or `null`. */
  readonly settle: (keys: readonly string[], signature: readonly number[] | null) => TrapDecision;
  /** Refuses what is still held back. */
  readonly finish: () => TrapDecision;
};

export type TrapDecision = {
  readonly admitted: Candidate[];
  readonly refused: TrapRefusal[];
  readonly notices: RunEventBody[];
};

type Account = TrapAccount & {
  readonly rule: TrapRule;
  readonly pattern: string;
  readonly held: Map<string, Candidate>;
  told: boolean;
};

/** Texts that are kept for the pages found on them. */
const maxTexts = 2000;
const maxNotices = 20;

export function createTraps(): Traps {
  const accounts = new Map<string, Account>();
  /** The accounts that an admitted or held page belongs to, and the page that it was found on. */
  const members = new Map<string, {readonly accounts: readonly Account[]; readonly from: string}>();
  const held = new Map<string, Account>();
  const passed = new Set<string>();
  const sorted = new Map<string, string>();
  const texts = new Map<string, Uint32Array>();
  let told = 0;

  const refuse: Traps['refuse'] = (url) => {
    const part = repeatedPart(url.pathname);
    if (part !== null) return {reason: 'trap', detail: `the path repeats ${part.slice(0, 80)}`};
    const spelling = sortedQuery(url);
    if (spelling === null) return null;
    const earlier = sorted.get(spelling);
    if (earlier !== undefined && earlier !== url.href) return {reason: 'duplicate', detail: earlier};
    sorted.set(spelling, url.href);
    return null;
  };

  const accountFor = (rule: TrapRule, pattern: string, id: string): Account => {
    const known = accounts.get(id);
    if (known) return known;
    const account = {...createTrapAccount(rule), rule, pattern, held: new Map(), told: false};
    accounts.set(id, account);
    return account;
  };

  const accountsOf = (url: URL, fromShape: string | null): Account[] => {
    if (fromShape === null) return [];
    const shape = shapeOf(url);
    const found: Account[] = [];
    if (url.search !== '') {
      found.push(accountFor(queryRule, queryPattern(url, shape), `query ${url.pathname}`));
    }
    if (shape.hasId) found.push(accountFor(idRule, shape.text, `id ${shape.text}`));
    if ((shape.numbered || shape.hasId) && fromShape === shape.text) {
      found.push(accountFor(chainRule, shape.text, `chain ${shape.text}`));
    }
    return found;
  };

  /** Admits, holds back or refuses one page. */
  const decide = (candidate: Candidate, decision: TrapDecision): void => {
    const {key} = candidate;
    const own = members.get(key)?.accounts ?? [];
    const dry = own.find((account) => !account.canTake() && account.dry());
    const full = own.find((account) => !account.canTake());
    if (dry) {
      members.delete(key);
      passed.add(key);
      decision.refused.push({key, pattern: dry.pattern});
      if (!dry.told) decision.notices.push(...notice(dry));
      dry.told = true;
    } else if (full) {
      held.set(key, full);
      full.held.set(key, candidate);
    } else {
      for (const account of own) account.take();
      passed.add(key);
      decision.admitted.push(candidate);
    }
  };

  const notice = ({pattern, taken}: Account): RunEventBody[] => {
    told += 1;
    if (told > maxNotices) return [];
    return [
      {
        type: 'notice',
        level: 'warning',
        code: 'RM-DOC-028',
        message: `Trap suspected at ${pattern}, ${taken()} URLs read`,
        hint: 'The pages behind it say the same again and again, or never end; the others are not affected.',
      },
    ];
  };

  const release = (key: string): Candidate | null => {
    const account = held.get(key);
    const candidate = account?.held.get(key) ?? null;
    held.delete(key);
    account?.held.delete(key);
    return candidate;
  };

  const admit: Traps['admit'] = (offers, from) => {
    const decision = nothing();
    const fromShape = from === null ? null : shapeOf(new URL(from)).text;
    for (const candidate of offers) {
      const {key} = candidate;
      if (passed.has(key)) {
        decision.admitted.push(candidate);
        continue;
      }
      const url = new URL(key);
      const member = members.get(key);
      const waiting = release(key);
      // Found elsewhere as well: then it is no link of a chain.
      const own = accountsOf(url, fromShape);
      const kept = member ? member.accounts.filter((account) => own.includes(account)) : own;
      if (kept.length > 0) members.set(key, {accounts: kept, from: member?.from ?? from ?? key});
      else members.delete(key);
      decide(waiting ? better(waiting, candidate) : candidate, decision);
    }
    return decision;
  };

  const settle: Traps['settle'] = (keys, signature) => {
    const decision = nothing();
    for (const key of keys) {
      const member = members.get(key);
      release(key);
      passed.add(key);
      members.delete(key);
      if (!member) continue;
      for (const account of member.accounts) account.settle(signature, texts.get(member.from) ?? null);
      for (const account of member.accounts) {
        for (const [other, candidate] of [...account.held]) {
          if (!account.canTake() && !account.dry()) break;
          release(other);
          decide(candidate, decision);
        }
      }
    }
    const url = keys.at(-1);
    if (url !== undefined && signature !== null && isFollowed(new URL(url))) {
      texts.set(url, Uint32Array.from(signature));
      for (const oldest of texts.keys()) {
        if (texts.size <= maxTexts) break;
        texts.delete(oldest);
      }
    }
    return decision;
  };

  const finish: Traps['finish'] = () => {
    const decision = nothing();
    for (const [key, account] of [...held]) {
      release(key);
      decision.refused.push({key, pattern: account.pattern});
      if (!account.told) decision.notices.push(...notice(account));
      account.told = true;
    }
    return decision;
  };

  return {refuse, admit, settle, finish};
}

function nothing(): TrapDecision {
  return {admitted: [], refused: [], notices: []};
}

/** The literal path: only its query varies. */
function queryPattern(url: URL, shape: Shape): string {
  return `${url.pathname}${shape.text.slice(shape.text.indexOf('?'))}`;
}

/** True if pages of its shape may form a chain. */
function isFollowed(url: URL): boolean {
  const {numbered, hasId} = shapeOf(url);
  return numbered || hasId;
}

function better(a: Candidate, b: Candidate): Candidate {
  return a.rank < b.rank || (a.rank === b.rank && a.depth <= b.depth) ? a : b;
}
