// Preloaded into a child: any package but meow ends it, and every package that was loaded is named on stderr.
import {registerHooks} from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    const result = next(specifier, context);
    const match = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(result.url);
    if (match) {
      process.stderr.write(`loaded ${match[1]}\n`);
      if (match[1] !== 'meow') throw new Error(`${match[1]} was loaded by ${context.parentURL}`);
    }
    return result;
  },
});
