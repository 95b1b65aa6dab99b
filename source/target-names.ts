/** The formats that we write, by the name that `--format` and `targets.use` take. */
export const targetNames = ['cursor', 'claude', 'agents', 'json', 'llms-txt'] as const;

export type TargetName = (typeof targetNames)[number];
