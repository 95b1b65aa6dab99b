import type {LedgerEntry, LedgerOutcome} from '../../source/store/ledger.ts';
import type {Caps} from '../../source/store/ledger-windows.ts';

export const noCaps: Caps = {hour: null, day: null, run: null, dayOf: 'utc'};

export const anEntry: LedgerEntry = {
  run: 'run-1',
  request: 'request-1',
  number: 1,
  provider: 'bedrock',
  region: 'eu-central-1',
  model: 'eu.amazon.nova-2-lite-v1:0',
  reservedMicroUsd: 100,
  leaseMs: 330_000,
  price: {input: 0.06, output: 0.24, cacheRead: null, source: 'overlay', date: '2026-11-01', match: 'exact'},
};

export function charged(costMicroUsd: number | null, answer: string | null = null): LedgerOutcome {
  const tokens = {input: 10, output: 2, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0};
  return {kind: 'charged', costMicroUsd, tokens, answer, status: 200, error: null};
}

export const released: LedgerOutcome = {kind: 'released', status: 429, error: 'ThrottlingException'};

export const kept: LedgerOutcome = {kind: 'kept', status: null, error: 'first-byte'};
