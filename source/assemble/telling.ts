/** Out of its topic a rule must name its API: `value` and `limit` mean nothing there. */
export function isTelling(name: string): boolean {
  return /[.:]|[A-Za-z0-9]_[A-Za-z0-9]|[a-z][A-Z]|^[A-Z][A-Za-z]{2,}|^--/.test(name);
}
