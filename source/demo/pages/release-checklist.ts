import type {DemoPage} from '../layout.ts';
import {code, h2} from '../markup.ts';

/** Closed to robots: nothing of this page may turn up in a rule. */
export const releaseChecklist: DemoPage = {
  path: '/internal/release-checklist.html',
  title: 'Release checklist',
  body: `
<p>For the people who release Millrace. Users of the library need nothing of this.</p>
${h2('before', 'Before the tag')}
<ul>
<li>You must run <code>make soak</code> for six hours against both databases.</li>
<li>Never publish from a laptop. Use the <code>release.yml</code> workflow, which builds from the tag.</li>
</ul>
${code('sh', 'gh workflow run release.yml -f version=3.2.1')}
`,
};
