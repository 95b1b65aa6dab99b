import process from 'node:process';
import {systemClock} from '../../source/clock.ts';
import {createAnswerCache} from '../../source/models/cache.ts';
import {sha256} from '../../source/models/cache-key.ts';

/** Writes and reads the same few answers over and over, beside others that do the same. */
const [dir = '', name = ''] = process.argv.slice(2);
const options = {dir, ttlMs: 1e9, maxBytes: 1e9, clock: systemClock, tell: () => undefined};
const cache = createAnswerCache(options);
let wrong = 0;
let hits = 0;
for (let round = 0; round < 400; round += 1) {
  const key = sha256(String(round % 5));
  const text = `${key} ${name.repeat(1 + (round % 97) * 100)}`;
  await cache.store(key, {
    ...{text, stopReason: 'end', usage: null, responseId: null, atMs: systemClock.now()},
    ...{provider: 'bedrock', model: 'm', region: null, costMicroUsd: 1},
  });
  const other = sha256(String((round + 2) % 5));
  const answer = await cache.load(other);
  if (answer) hits += 1;
  if (answer && !/^([0-9a-f]{64}) (?:a+|b+|c+)$/.test(answer.text)) wrong += 1;
  if (answer && !answer.text.startsWith(other)) wrong += 1;
}
process.send?.({wrong, hits});
process.disconnect?.();
