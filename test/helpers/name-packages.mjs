// Preloaded into a child: every package that is loaded is named in the file of the variable, one a line.
import {appendFileSync} from 'node:fs';
import {registerHooks} from 'node:module';

const file = process.env.RULES_MAKER_TEST_PACKAGES;
const seen = new Set();

registerHooks({
  resolve(specifier, context, next) {
    const result = next(specifier, context);
    const [, name] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(result.url) ?? [];
    if (name && !seen.has(name)) {
      seen.add(name);
      appendFileSync(file, `${name}\n`);
    }
    return result;
  },
});
