// The constructs of technical Markdown, each as a function of a topic and of the dialect of a generator.

const fence = '```';

const lead = ({noun, call, option}, d, next) => `
A **${noun}** is the part of *Tidewater* that an application meets first. Call \`${call}()\` once per process and keep
the ${noun} it returns: the second call throws \`ERR_${noun.toUpperCase()}_OPEN\` unless \`${option}\` says otherwise.
See [${next.title}](${d.link(next.slug)}) for what happens next, or the [issue tracker](https://tracker.example/tidewater/${noun}).`;

const install = ({noun}, d) => `
## Install the ${noun}

${d.tabs([
  ['npm', `${fence}bash\nnpm install @tidewater/${noun}\n${fence}`],
  ['pnpm', `${fence}bash\npnpm add @tidewater/${noun}\n${fence}`],
  ['Cargo', `${fence}toml\n[dependencies]\ntidewater-${noun} = "3.1"\n${fence}`],
])}`;

const titledCode = ({noun, call, option, values: [low]}, d) => `
## First steps

The file below opens a ${noun} and closes it again. Mind the order: a ${noun} that is closed twice is an error.

${fence}ts ${d.codeTitle(`src/${noun}.ts`)}
import {${call}} from '@tidewater/${noun}';

export async function main(): Promise<void> {
  const ${noun} = await ${call}({${option}: ${JSON.stringify(low)}});

  // Two spaces, a <tag> and an &amp; stay as they are.
  for await (const item of ${noun}.items<string>()) console.log(\`\${item} of ${noun}\`);


  await ${noun}.close();
}
${fence}`;

const codeOfManyKinds = ({noun, call, option}) => `
### The same in other languages

${fence}python
from tidewater import ${call}

with ${call}(${option}=None) as ${noun}:
\tassert ${noun}.ready, "tabs are kept"
${fence}

${fence}go
func main() {
	${noun}, err := tidewater.Open(ctx, "${noun}")
	if err != nil { log.Fatal(err) }
	defer ${noun}.Close()
}
${fence}

${fence}diff
- const ${noun} = new ${call}();
+ const ${noun} = await ${call}();
${fence}

A block without a language:

${fence}
${noun}  ready   0.4 ms
${noun}  closed  1.2 ms
${fence}`;

const optionTable = ({noun, option, values: [low, high, other]}, d, next) => `
## Options of the ${noun}

| Option | Type | Default | Meaning |
| --- | :-: | --: | --- |
| \`${option}\` | \`string \\| number\` | ${low} | How the ${noun} is sized; ${high} at most |
| \`mode\` | \`'open' \\| 'closed'\` | \`'open'\` | A \\| between two words, see [${next.title}](${d.link(next.slug)}) |
| \`fallback\` | \`${noun}[]\` |  | Used when ${option} is ${other} |`;

const nestedList = ({noun, call, option}) => `
## Check list

1. Open the ${noun}:

   ${fence}js
   const ${noun} = await ${call}();
   ${fence}

2. Set \`${option}\`.
   - Before the first request of the ${noun}
     - and only once
     - never inside of a callback
   - After a restart of the ${noun}
3. Close it.

A ${noun} has

- a name,
- an owner, who

  may hand it over,
- and a **state** that \`${call}\` reads.`;

const boxes = ({noun, call, option}, d) => `
${d.admonition('warning', '', `Never share a ${noun} between threads. Use one \`${call}()\` a thread instead.`)}

${d.admonition(
  'tip',
  `Keep the ${noun} warm`,
  `A ${noun} that is opened early costs nothing:

${fence}yaml
${noun}:
  ${option}: 1
  warm: true
${fence}

It is closed on exit.`,
)}

${d.admonition('danger', '', `Removing \`${option}\` deletes every ${noun} that depends on it.`)}`;

const folded = ({noun, call}, d) => `
${d.details(
  `Why does the ${noun} wait?`,
  `Because \`${call}\` waits for a lock on the ${noun}. It gives up after ten seconds.

${fence}json
{"lock": "${noun}", "seconds": 10}
${fence}

- The lock is advisory.
- It is released by the kernel.`,
)}`;

const fenceInFence = ({noun}) => `
## Documenting a ${noun}

Write examples in fences:

${fence}${fence}md
# ${noun}

${fence}sh
tidewater ${noun} --help
${fence}
${fence}${fence}

> A ${noun} without an example is not documented.
> \`tidewater check ${noun}\` finds those.`;

const shortText = ({noun, call, values: [low, high]}) => `
#### \`${call}(name, options?)\`

Returns: \`Promise<${noun[0].toUpperCase()}${noun.slice(1)}>\`. Since 3.1.

Short.

~~Deprecated since 2.9~~ Back again. Press <kbd>Ctrl</kbd> + <kbd>C</kbd> to leave the ${noun}; H<sub>2</sub>O is not
checked. The range is ${low} – ${high}, and \`a_b_c\` is not *emphasis*.

---

Line one of the ${noun}\\
line two of the ${noun}.`;

export const parts = {
  lead,
  install,
  titledCode,
  codeOfManyKinds,
  optionTable,
  nestedList,
  boxes,
  folded,
  fenceInFence,
  shortText,
};
