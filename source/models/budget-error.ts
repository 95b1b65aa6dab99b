import {BudgetExceededError, type ErrorFacts} from '../errors.ts';
import type {Block, Window} from '../store/ledger-windows.ts';
import {capKeys, usd} from './budget-amounts.ts';

/** A reached cap, with the facts that its words are made of. */
export class CapReachedError extends BudgetExceededError {
  readonly blocks: readonly Block[];

  constructor(facts: ErrorFacts, blocks: readonly Block[]) {
    super(facts);
    this.name = 'BudgetExceededError';
    this.blocks = blocks;
  }
}

const names: Readonly<Record<Window, string>> = {hour: 'hourly', day: 'daily', run: 'run'};

/**
 * What stops a call, in words: `hourly cap 0.5000 reached; daily cap 2.0000 reached`, then what was spent, reserved and
 * needed in each of these windows and when all of them have room again, by the wall clock of the user.
 */
export function budgetExceeded(blocks: readonly Block[], nowMs: number): CapReachedError {
  const facts = {
    code: 'RM-LLM-037',
    message: blocks
      .map(({window, capMicroUsd}) => `${names[window]} cap ${usd(capMicroUsd)} reached`)
      .join('; '),
    why: `${amounts(blocks)}; ${freeAgain(blocks, nowMs)}`,
    hint: `raise ${blocks.map(({window}) => capKeys[window]).join(' and ')}, or go on later with \`rules-maker resume\``,
  };
  return new CapReachedError(facts, blocks);
}

function amounts(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      const {window, settledMicroUsd, openMicroUsd, uncertainMicroUsd, neededMicroUsd} = block;
      const doubt = uncertainMicroUsd > 0 ? ` (${usd(uncertainMicroUsd)} of it with unknown outcome)` : '';
      const spent = `spent ${usd(settledMicroUsd + uncertainMicroUsd)}${doubt}`;
      const text = `${spent}, reserved ${usd(openMicroUsd)}, needed ${usd(neededMicroUsd)}`;
      return blocks.length > 1 ? `${names[window]}: ${text}` : text;
    })
    .join('; ');
}

function freeAgain(blocks: readonly Block[], nowMs: number): string {
  const times = blocks.flatMap(({freeAtMs}) => freeAtMs ?? []);
  if (times.length < blocks.length) {
    return blocks.some(({capMicroUsd, neededMicroUsd}) => capMicroUsd === 0 || neededMicroUsd > capMicroUsd)
      ? 'waiting does not help: the need is above the cap'
      : 'waiting does not help: the cap is for the whole run';
  }
  return `free again at ${wallClock(Math.max(...times), nowMs)}`;
}

/** `14:05`, with its date if it is not today. The minute is rounded up: at that time it is free. */
function wallClock(atMs: number, nowMs: number): string {
  const at = new Date(Math.ceil(atMs / 60_000) * 60_000);
  const pad = (value: number) => String(value).padStart(2, '0');
  const time = `${pad(at.getHours())}:${pad(at.getMinutes())}`;
  const isToday = at.toDateString() === new Date(nowMs).toDateString();
  return isToday ? time : `${time} on ${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}
