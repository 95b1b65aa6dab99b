import {UsageError} from '../errors.ts';
import type {Emit} from '../events/catalogue.ts';
import type {Price} from './contract.ts';
import type {ChainMember, EngineSettings, ModelEngineDeps} from './engine-contract.ts';

/** A member that may be asked, with what it costs. */
export type PricedMember = {readonly member: ChainMember; readonly price: Price | null};

/**
 * Who of the chain may be asked. Without a price the chosen provider is refused before anything is sent, and one that
 * would stand in for it is left out; both go only if the user allows it and no cap is set, since nothing can be held
 * against a cap then.
 *
 * @throws UsageError RM-LLM-040
 */
export async function pricedChain(
  chain: readonly ChainMember[],
  price: ModelEngineDeps['price'],
  {caps, unknownPrice}: EngineSettings,
  emit: Emit,
): Promise<readonly PricedMember[]> {
  const isCapped = (caps.hour ?? caps.day ?? caps.run) !== null;
  const mayBeUnknown = unknownPrice === 'allow' && !isCapped;
  const priced: PricedMember[] = [];
  for (const [index, member] of chain.entries()) {
    const {name, model} = member.provider;
    const found = await price(name, model);
    if (found || mayBeUnknown) priced.push({member, price: found});
    else if (index === 0) throw unknown(name, model, unknownPrice === 'allow');
    else {
      emit({
        type: 'notice',
        level: 'warning',
        code: 'RM-LLM-040',
        message: `${name} ${model} stands in for nobody: its price is not known`,
        hint: hintFor(model),
      });
    }
  }
  return priced;
}

function unknown(provider: string, model: string, isAllowed: boolean): UsageError {
  return new UsageError({
    code: 'RM-LLM-040',
    message: `the price of ${provider} ${model} is not known`,
    why: isAllowed
      ? 'budget.unknown_price: allow counts only while no cap is set'
      : 'what it may spend could not be held against a budget',
    hint: hintFor(model),
  });
}

function hintFor(model: string): string {
  return `set prices: {"${model}": {input: ..., output: ...}} in USD per million tokens, or --price <in>/<out>`;
}
