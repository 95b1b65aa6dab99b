/** Where a value came from. */
export type Origin =
  | {readonly kind: 'default'}
  | {readonly kind: 'user' | 'project' | 'file'; readonly file: string; readonly line: number}
  | {readonly kind: 'environment'; readonly variable: string}
  | {readonly kind: 'flag'; readonly flag: string};

/** An origin in words: `flag --max-pages`, `project rules-maker.config.yaml:3`. */
export function originText(origin: Origin): string {
  switch (origin.kind) {
    case 'default':
      return 'default';
    case 'environment':
      return `environment ${origin.variable}`;
    case 'flag':
      return `flag ${origin.flag}`;
    case 'user':
    case 'project':
    case 'file':
      return `${origin.kind} ${origin.file}:${origin.line}`;
  }
}
