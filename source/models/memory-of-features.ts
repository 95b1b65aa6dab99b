import {readFileSync} from 'node:fs';
import * as v from 'valibot';
import type {Clock} from '../clock.ts';
import {writeWhole} from '../store/write-file.ts';
import type {Feature} from './contract.ts';

const dayMs = 86_400_000;
/** A model learns new things: after so long it is asked with everything again. */
const refusedForMs = 30 * dayMs;
/** So long a provider keeps what it made of a schema. */
const schemaForMs = dayMs;
const rewrittenAfterMs = dayMs / 24;

/** What models refused, and the schemas they know, over all runs of the user. */
export type FeatureMemory = {
  readonly refused: (model: string) => ReadonlySet<Feature>;
  readonly refuse: (model: string, feature: Feature) => void;
  /** True if the schema was used with the model lately: then its first byte need not wait for a compilation. */
  readonly knowsSchema: (model: string, schemaHash: string) => boolean;
  readonly usedSchema: (model: string, schemaHash: string) => void;
};

const times = v.record(v.string(), v.number());
const memoryFile = v.object({refused: v.record(v.string(), times), schemas: v.record(v.string(), times)});

type Memory = {
  refused: Record<string, Record<string, number>>;
  schemas: Record<string, Record<string, number>>;
};

/**
 * @param path - a file of the state folder, `null` = of this run alone. A damaged one is begun anew: it only spares
 * questions that are refused.
 * @param tell - hears, once, that it cannot be written
 */
export function openFeatureMemory(
  path: string | null,
  clock: Clock,
  tell: (problem: unknown) => void = () => undefined,
): FeatureMemory {
  const memory = path === null ? empty() : load(path);
  let told = false;

  const save = () => {
    if (path === null) return;
    try {
      writeWhole(path, JSON.stringify(memory));
    } catch (error) {
      if (!told) tell(error);
      told = true;
    }
  };
  const isWithin = (atMs: number | undefined, ms: number) => atMs !== undefined && clock.now() - atMs < ms;

  return {
    refused(model) {
      const entries = Object.entries(memory.refused[model] ?? {});
      return new Set(entries.filter(([, at]) => isWithin(at, refusedForMs)).map(([name]) => name as Feature));
    },
    refuse(model, feature) {
      memory.refused[model] = {...memory.refused[model], [feature]: clock.now()};
      save();
    },
    knowsSchema: (model, schemaHash) => isWithin(memory.schemas[model]?.[schemaHash], schemaForMs),
    usedSchema(model, schemaHash) {
      // Not with every answer: a file is written each time.
      if (isWithin(memory.schemas[model]?.[schemaHash], rewrittenAfterMs)) return;
      const fresh = Object.entries(memory.schemas[model] ?? {}).filter(([, at]) => isWithin(at, schemaForMs));
      memory.schemas[model] = {...Object.fromEntries(fresh), [schemaHash]: clock.now()};
      save();
    },
  };
}

function load(path: string): Memory {
  try {
    const {success, output} = v.safeParse(memoryFile, JSON.parse(readFileSync(path, 'utf8')));
    return success ? output : empty();
  } catch {
    return empty();
  }
}

function empty(): Memory {
  return {refused: {}, schemas: {}};
}
