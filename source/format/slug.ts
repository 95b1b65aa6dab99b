/** File systems and clients agree on names of this length in bytes. */
const maxSlug = 60;

/**
 * Lower-case ASCII letters, digits and single hyphens; "general" if nothing is left.
 *
 * @param length - most bytes
 * @default length 60
 */
export function asciiSlug(text: string, length = maxSlug): string {
  const slug = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, length)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'general' : slug;
}
