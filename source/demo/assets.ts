export const stylesheet = `:root { --ink: #1d2733; --muted: #5b6776; --line: #d9dfe6; --accent: #0b6e75; --soft: #f4f7f9; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); font: 16px/1.6 system-ui, sans-serif; }
a { color: var(--accent); }
.site-header { display: flex; gap: 1.5rem; align-items: baseline; padding: .8rem 1.5rem; border-bottom: 1px solid var(--line); }
.site-header ul { display: flex; gap: 1rem; list-style: none; margin: 0; padding: 0; }
.brand { font-weight: 700; text-decoration: none; }
.version { color: var(--muted); font-size: .85rem; }
.columns { display: grid; grid-template-columns: 15rem minmax(0, 46rem); gap: 3rem; padding: 1.5rem; }
.sidebar ul { list-style: none; margin: 0 0 1rem; padding: 0; }
.sidebar p { margin: 0; font-weight: 600; }
.sidebar [aria-current] { font-weight: 700; text-decoration: none; }
.breadcrumbs ol { display: flex; gap: .5rem; list-style: none; margin: 0; padding: 0; color: var(--muted); font-size: .85rem; }
.breadcrumbs li + li::before { content: "/ "; }
.headerlink { margin-left: .4rem; text-decoration: none; opacity: .35; }
code { background: var(--soft); padding: .1em .3em; font-size: .9em; }
pre { background: var(--soft); padding: .9rem; overflow-x: auto; margin: 0; }
pre code { padding: 0; background: none; }
figure.code { position: relative; margin: 1rem 0; }
figcaption { font: .8rem ui-monospace, monospace; color: var(--muted); }
.copy { position: absolute; right: .4rem; bottom: .4rem; font-size: .75rem; }
table { border-collapse: collapse; margin: 1rem 0; font-size: .92rem; }
th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top; }
.admonition { border-left: 4px solid var(--accent); background: var(--soft); padding: .5rem 1rem; margin: 1rem 0; }
.admonition.warning { border-color: #c77700; }
.admonition.danger { border-color: #b3261e; }
.admonition-title { margin: 0; font-weight: 700; }
.versionadded, .versionchanged, .deprecated:not(.badge) { border-left: 4px solid var(--line); padding-left: 1rem; }
.versionmodified { font-style: italic; }
.badge { font-size: .75rem; border: 1px solid #b3261e; color: #b3261e; border-radius: .6rem; padding: 0 .5rem; }
.tabbed-set > input { position: absolute; opacity: 0; }
.tabbed-labels { display: flex; gap: 1rem; border-bottom: 1px solid var(--line); cursor: pointer; }
.tabbed-block { display: none; }
.tabbed-set > input:nth-of-type(1):checked ~ .tabbed-content > :nth-child(1) { display: block; }
.tabbed-set > input:nth-of-type(2):checked ~ .tabbed-content > :nth-child(2) { display: block; }
.pager { display: flex; justify-content: space-between; border-top: 1px solid var(--line); padding: 1rem 0; }
.site-footer { border-top: 1px solid var(--line); padding: 1rem 1.5rem; color: var(--muted); font-size: .85rem; }
.cookie-banner { position: sticky; bottom: 0; background: var(--ink); color: #fff; padding: .6rem 1.5rem; }
`;

export const script = `for (const button of document.querySelectorAll('button.copy')) {
  button.addEventListener('click', () => navigator.clipboard.writeText(button.parentElement.querySelector('code').textContent));
}
document.querySelector('.cookie-banner button')?.addEventListener('click', (event) => {
  event.target.closest('.cookie-banner').remove();
});
`;
