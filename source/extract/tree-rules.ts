const set = (names: string) => new Set(names.split(' '));

export const voidElements = set(
  'area base basefont br col command embed frame hr img input keygen link meta param source track wbr',
);

export const headingElements = set('h1 h2 h3 h4 h5 h6');

/** Elements that say something about the page wherever they stand. */
export const notedElements = set('a area base body frame html link meta script style title');

/** Start tags that end an open `svg` or `math`, as the HTML standard lists them. */
export const endsForeign = set(
  'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta ' +
    'nobr ol p pre ruby s small span strong strike sub sup table tt u ul var',
);

/** Parts of a table that hold no text: browsers show it before the table. */
export const textlessElements = set('table tbody thead tfoot tr colgroup');

/** Elements of SVG and MathML in which HTML may stand. */
export const htmlInForeign = set('foreignobject desc title annotation-xml mi mo mn ms mtext');

/** Elements in which character references are not decoded. */
export const rawElements = set('script style xmp iframe noembed noframes plaintext');

/** Elements that break a line: their text never runs on into their neighbour's. */
export const blockElements = set(
  'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure ' +
    'footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup ' +
    'option p plaintext pre search section select summary table tbody td tfoot th thead title tr ul xmp',
);

/** Start tags that end an open paragraph. */
export const closesParagraph = set(
  'address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hgroup hr listing main menu nav ol p plaintext pre search section summary table ul xmp dd dt li',
);

export type ImpliedEnd = {readonly ends: ReadonlySet<string>; readonly within: ReadonlySet<string>};

const listScope = set('ul ol menu dir table td th');
const rowScope = set('table');
const cellScope = set('table tr');
const headings = set('h1 h2 h3 h4 h5 h6');
const blocks = set('div section article main body td th li dd dt blockquote table');

/** Which open element a start tag ends (`<li>` an open `<li>`), and the elements that it does not look beyond. */
export const impliedEnds: ReadonlyMap<string, ImpliedEnd> = new Map([
  ['li', {ends: set('li'), within: set('ul ol menu dir table td th section article main blockquote')}],
  ['dt', {ends: set('dt dd'), within: set('dl table td th section article main blockquote')}],
  ['dd', {ends: set('dt dd'), within: set('dl table td th section article main blockquote')}],
  ['tr', {ends: set('tr'), within: rowScope}],
  ['td', {ends: set('td th'), within: cellScope}],
  ['th', {ends: set('td th'), within: cellScope}],
  ['tbody', {ends: set('thead tbody tfoot caption colgroup'), within: rowScope}],
  ['thead', {ends: set('thead tbody tfoot caption colgroup'), within: rowScope}],
  ['tfoot', {ends: set('thead tbody tfoot caption colgroup'), within: rowScope}],
  ['option', {ends: set('option'), within: set('select datalist optgroup')}],
  ['optgroup', {ends: set('optgroup'), within: set('select')}],
  ['a', {ends: set('a'), within: blocks}],
  ['rt', {ends: set('rt rp'), within: set('ruby')}],
  ['rp', {ends: set('rt rp'), within: set('ruby')}],
  ['body', {ends: set('head'), within: set('html')}],
  ...[...headings].map((name) => [name, {ends: headings, within: blocks}] as const),
]);

/** An open paragraph is looked for up to one of these (HTML: "in button scope"). */
export const paragraphScope = set(
  'table td th button object caption li dd dt div section article main blockquote body foreignobject desc title annotation-xml mi mo mn ms mtext',
);

/** What an end tag does not look beyond: a stray `</div>` in a table cell does not end the table. */
export function endTagScope(name: string): ReadonlySet<string> {
  if (wallLess.has(name)) return nothing;
  if (name === 'p') return paragraphScope;
  if (name === 'li') return listScope;
  if (tableParts.has(name)) return rowScope;
  return blockElements.has(name) ? cellWalls : inlineWalls;
}

const nothing: ReadonlySet<string> = new Set();
const wallLess = set('table body html svg math');
const tableParts = set('tr td th tbody thead tfoot caption');
const cellWalls = set('table td th caption');
const inlineWalls = set(
  'table td th caption body li dd dt p div section article main blockquote pre h1 h2 h3 h4 h5 h6',
);
