import {script, stylesheet} from './assets.ts';
import {type DemoPage, type DemoSection, renderPage} from './layout.ts';
import {changelog} from './pages/changelog.ts';
import {configuration} from './pages/configuration.ts';
import {errors} from './pages/errors.ts';
import {gettingStarted} from './pages/getting-started.ts';
import {home} from './pages/home.ts';
import {migration} from './pages/migration.ts';
import {notFound} from './pages/not-found.ts';
import {python} from './pages/python.ts';
import {releaseChecklist} from './pages/release-checklist.ts';
import {retries} from './pages/retries.ts';
import {scheduling} from './pages/scheduling.ts';
import {security} from './pages/security.ts';
import {testing} from './pages/testing.ts';
import {typescript} from './pages/typescript.ts';
import {workers} from './pages/workers.ts';

/** What the server answers for one path. */
export type DemoResource = {readonly contentType: string; readonly body: string};

const sections: readonly DemoSection[] = [
  {label: 'Start', pages: [home, gettingStarted]},
  {label: 'Guide', pages: [configuration, workers, retries, scheduling, errors, security, testing]},
  {label: 'Reference', pages: [typescript, python]},
  {label: 'Releases', pages: [migration, changelog]},
];

/** Served, linked from every footer, and closed to robots. */
const privatePages: readonly DemoPage[] = [releaseChecklist];

/** The whole site by path. Two calls give the same bytes. */
export function demoSite(): ReadonlyMap<string, DemoResource> {
  const pages = [...sections.flatMap((section) => section.pages), ...privatePages];
  return new Map([
    ['/robots.txt', {contentType: 'text/plain; charset=utf-8', body: robots()}],
    ['/assets/site.css', {contentType: 'text/css; charset=utf-8', body: stylesheet}],
    ['/assets/site.js', {contentType: 'text/javascript; charset=utf-8', body: script}],
    ...pages.map((page): [string, DemoResource] => [page.path, html(page)]),
  ]);
}

/** What the server says for a path that is not in {@link demoSite}. */
export function demoNotFound(): DemoResource {
  return html(notFound);
}

function html(page: DemoPage): DemoResource {
  return {contentType: 'text/html; charset=utf-8', body: renderPage(page, sections)};
}

function robots(): string {
  return ['User-agent: *', ...privatePages.map(({path}) => `Disallow: ${path}`), ''].join('\n');
}
