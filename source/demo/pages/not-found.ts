import type {DemoPage} from '../layout.ts';

/** The body of every answer 404; it is not a page of the site. */
export const notFound: DemoPage = {
  path: '/404.html',
  title: 'Page not found',
  body: `
<p>There is no page at this address. <a href="/">Start page</a></p>
`,
};
