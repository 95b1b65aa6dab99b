/** The page's own part of a title such as "Widgets | Acme documentation". */
export function titleOf(title: string, library: string): string {
  const parts = title.split(/\s+(?:[|\u2013\u2014\u00B7\u2022]|-)\s+/).map((part) => part.trim());
  const own = parts.filter((part, index) => part !== '' && (index === 0 || !isLibrary(part, library)));
  const [first] = own;
  const told = first === undefined ? title.trim() : isLibrary(first, library) && own[1] ? own[1] : first;
  // The number of a chapter says nothing outside of the book.
  return told.replace(/^(?:\d{1,3}\.){1,4} (?=\S)/, '');
}

function isLibrary(part: string, library: string): boolean {
  const plain = part.toLowerCase();
  return (
    plain === library.toLowerCase() ||
    (plain.includes(library.toLowerCase()) && /\b(?:documentation|docs|manual|v?\d+(?:\.\d+)+)\b/.test(plain))
  );
}
