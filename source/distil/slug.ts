/** File systems and clients agree on names of this length in bytes. */
const MAX_SLUG = 60;

/** Lower-case ASCII letters, digits and single hyphens, 1 to 60 bytes; "general" if nothing is left. */
export function asciiSlug(text: string): string {
  const slug = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'general' : slug;
}
