import type {Config} from '../config/resolve.ts';
import {type ExitCode, exitCodes} from '../exit-codes.ts';
import {overlay} from '../models/overlay.ts';
import type {PriceAnswer} from '../models/prices.ts';
import type {Arguments} from '../options/parse.ts';
import {type ProviderName, providerNames} from '../provider-names.ts';
import type {Io} from './io.ts';
import {loadConfig} from './load-config.ts';
import {bedrockModel} from './model-providers.ts';
import {openPrices} from './model-settings.ts';

type Row = {readonly provider: ProviderName; readonly model: string; readonly isUsed: boolean} & PriceAnswer;

/** `rules-maker models`: what each model would cost, where its price comes from, and of when it is. Asks nobody. */
export async function models(args: Arguments, io: Io): Promise<ExitCode> {
  const {values} = await loadConfig(args, io);
  const chosen = values.provider;
  const names = providerNames.filter((name) => chosen === 'builtin' || name === chosen);
  const {book} = openPrices(values, args, chosen === 'builtin' ? 'bedrock' : chosen);
  const rows: Row[] = [];
  for (const provider of names) {
    for (const [index, model] of modelsOf(provider, values).entries()) {
      const found = await book.find(provider, model, {
        region: provider === 'bedrock' ? values['bedrock.region'] : null,
        ...addressOf(provider, values),
        ...(provider === 'bedrock' && values['bedrock.price_as'] && {priceAs: values['bedrock.price_as']}),
      });
      const noAddress = provider === 'local' && found.price === null && !values['providers.local.base_url'];
      const reason = noAddress ? {reason: 'the address of its server is not set'} : {};
      rows.push({provider, model, isUsed: index === 0, ...found, ...reason} as Row);
    }
  }
  if (args.switches.has('json')) io.out(`${JSON.stringify({schema: 1, chosen, models: rows}, null, 2)}\n`);
  else
    io.out(
      `${table(rows)}USD per million tokens; * = in use where its provider is chosen (now: ${chosen})\n`,
    );
  return exitCodes.ok;
}

/** The one that would be used first, then those of which we have prices of our own. */
function modelsOf(provider: ProviderName, values: Config['values']): string[] {
  const used = provider === 'bedrock' ? bedrockModel(values) : values[`providers.${provider}.model`];
  const listed = Object.keys(overlay[provider === 'bedrock' ? 'aws' : provider] ?? {});
  return [...new Set([used, ...listed])];
}

function addressOf(provider: ProviderName, values: Config['values']): {endpoint?: string} {
  const address = provider === 'bedrock' ? '' : values[`providers.${provider}.base_url`];
  return address === '' ? {} : {endpoint: address};
}

function table(rows: readonly Row[]): string {
  const cells = rows.map(({provider, model, isUsed, price, reason}) => [
    `${isUsed ? '*' : ' '} ${provider}`,
    model,
    price === null ? '?' : String(price.input),
    price === null ? '?' : String(price.output),
    price === null ? `unknown: ${reason}` : source(price),
  ]);
  const all = [['  provider', 'model', 'in', 'out', 'source'], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function source({source: from, date, match, matchedId}: NonNullable<PriceAnswer['price']>): string {
  return [from, date, match === 'family' ? `as ${matchedId}` : null]
    .filter((part) => part !== null)
    .join(', ');
}
