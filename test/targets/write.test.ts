import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {targetNames} from '../../source/target-names.ts';
import {manifestText, parseManifest} from '../../source/targets/manifest.ts';
import {planFiles} from '../../source/targets/plan.ts';
import type {PlannedFile} from '../../source/targets/planned-file.ts';
import {type WriteOptions, writeFiles} from '../../source/targets/write.ts';
import {collector, sample} from './sample.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'write-'));
});
afterEach(() => rmSync(root, {recursive: true}));

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const put = (path: string, text: string | Buffer) => {
  mkdirSync(dirname(join(root, path)), {recursive: true});
  writeFileSync(join(root, path), text);
};
const tree = () =>
  Object.fromEntries(
    readdirSync(root, {recursive: true, encoding: 'utf8'})
      .filter((path) => statSync(join(root, path)).isFile())
      .toSorted()
      .map((path) => [path, readFileSync(join(root, path), 'latin1')]),
  );
const manifest = () => parseManifest(readFileSync(join(root, '.rules-maker/manifest.json')));

async function run(plan: readonly PlannedFile[], options: Partial<WriteOptions> = {}) {
  const {events, emit} = collector();
  const report = await writeFiles(plan, {root, library: 'acme', force: false, emit, ...options});
  const actions = Object.fromEntries(report.files.map(({path, action}) => [path, action]));
  const notices = events.flatMap((event) => (event.type === 'notice' ? [event] : []));
  return {report, actions, events, notices};
}

const whole = (content: string, path = 'rules/x.md'): PlannedFile => ({
  path,
  target: 'cursor',
  kind: 'whole',
  content,
  rules: ['acme.x'],
});
const block = (content: string, path = 'AGENTS.md'): PlannedFile => ({
  ...whole(content, path),
  target: 'agents',
  kind: 'block',
});
const full = () => planFiles(sample(), {targets: targetNames, llmsFull: null, singleFile: null});

describe('writeFiles', () => {
  it('writes a plan, states each file in the order of the paths, and the manifest', async () => {
    const plan = full();
    const {report, events} = await run(plan.toReversed());
    const written = events.flatMap((event) => (event.type === 'file.written' ? [event] : []));
    expect(written.map(({path}) => path)).toEqual([
      ...plan.map(({path}) => path),
      '.rules-maker/manifest.json',
    ]);
    expect(written.every(({action}) => action === 'created')).toBe(true);
    for (const {path, bytes} of written) expect(statSync(join(root, path)).size).toBe(bytes);
    for (const file of plan) expect(read(file.path)).toContain(file.content);
    expect(report).toMatchObject({written: plan.length + 1, unchanged: 0, kept: 0, removed: 0});
    expect(manifest().map(({path}) => path)).toEqual(plan.map(({path}) => path));
    expect(manifest().find(({path}) => path === 'AGENTS.md')).toMatchObject({
      library: 'acme',
      rules: ['acme.dispose', 'acme.config', 'acme.create'],
    });
    expect(Object.keys(tree()).filter((path) => path.endsWith('.tmp'))).toEqual([]);
  });

  it('touches nothing on the second run', async () => {
    await run(full());
    const before = tree();
    const past = new Date(1_000_000_000_000);
    for (const path of Object.keys(before)) utimesSync(join(root, path), past, past);
    const {report, actions} = await run(full());
    expect(new Set(Object.values(actions))).toEqual(new Set(['unchanged']));
    expect(report.written).toBe(0);
    expect(tree()).toEqual(before);
    for (const path of Object.keys(before)) expect(statSync(join(root, path)).mtimeMs).toBe(past.getTime());
  });

  it('replaces a whole file of its own and nothing of the user', async () => {
    await run([whole('one\n')]);
    expect((await run([whole('two\n')])).actions['rules/x.md']).toBe('updated');
    expect(read('rules/x.md')).toBe('two\n');
  });

  it.each([
    ['never ours', false, 'not written'],
    ['edited', true, 'was edited'],
  ])('keeps a whole file that was %s and puts ours beside it', async (_, first, why) => {
    if (first) await run([whole('one\n')]);
    put('rules/x.md', 'mine\n');
    const {actions, notices, report} = await run([whole('two\n')]);
    expect(actions['rules/x.md']).toBe('kept');
    expect(report).toMatchObject({kept: 1});
    expect(report.files[0]).toMatchObject({beside: 'rules/x.md.new', bytes: 5});
    expect(read('rules/x.md')).toBe('mine\n');
    expect(read('rules/x.md.new')).toBe('two\n');
    expect(notices).toMatchObject([
      {code: 'RM-FS-057', level: 'warning', message: expect.stringContaining(why)},
    ]);

    const before = tree();
    expect((await run([whole('two\n')])).actions['rules/x.md']).toBe('kept');
    expect(tree()).toEqual(before);
    await run([whole('three\n')]);
    expect(read('rules/x.md.new')).toBe('three\n');
  });

  it('takes the file beside away when the conflict is over', async () => {
    put('rules/x.md', 'mine\n');
    await run([whole('two\n')]);
    put('rules/x.md', 'two\n');
    const {actions} = await run([whole('two\n')]);
    expect(actions).toEqual({
      'rules/x.md': 'unchanged',
      'rules/x.md.new': 'removed',
      '.rules-maker/manifest.json': 'updated',
    });
    expect((await run([whole('three\n')])).actions['rules/x.md']).toBe('updated');
  });

  it('never overwrites a file beside that the user wrote or edited', async () => {
    put('rules/x.md', 'mine\n');
    put('rules/x.md.new', 'also mine\n');
    await run([whole('two\n')]);
    expect(read('rules/x.md.new')).toBe('also mine\n');
    expect(read('rules/x.md.new2')).toBe('two\n');
  });

  it('replaces with force and leaves every old text as a backup', async () => {
    put('rules/x.md', 'mine\n');
    put('rules/x.md.bak', 'older\n');
    const {actions, report} = await run([whole('two\n')], {force: true});
    expect(actions['rules/x.md']).toBe('updated');
    expect(report.kept).toBe(0);
    expect(read('rules/x.md')).toBe('two\n');
    expect(read('rules/x.md.bak')).toBe('older\n');
    expect(read('rules/x.md.bak2')).toBe('mine\n');
    expect((await run([whole('two\n')], {force: true})).actions['rules/x.md']).toBe('unchanged');
    expect(existsSync(join(root, 'rules/x.md.bak3'))).toBe(false);
  });

  it('does not take a checkout with CRLF for an edit', async () => {
    await run([whole('one\ntwo\n')]);
    put('rules/x.md', 'one\r\ntwo\r\n');
    expect((await run([whole('one\ntwo\n')])).actions['rules/x.md']).toBe('unchanged');
    expect((await run([whole('one\nthree\n')])).actions['rules/x.md']).toBe('updated');
    expect(read('rules/x.md')).toBe('one\r\nthree\r\n');
  });

  it('keeps a file of another library', async () => {
    await run([whole('acme\n')]);
    expect((await run([whole('zeta\n')], {library: 'zeta'})).actions['rules/x.md']).toBe('kept');
    expect(read('rules/x.md')).toBe('acme\n');
  });
});

describe('blocks', () => {
  it('keeps the bytes around the block and the blocks of other libraries', async () => {
    put('AGENTS.md', '\ufeffMine.\r\n');
    expect((await run([block('- A.\n')])).actions['AGENTS.md']).toBe('updated');
    expect((await run([block('- Z.\n')], {library: 'zeta'})).actions['AGENTS.md']).toBe('updated');
    put('AGENTS.md', `${read('AGENTS.md')}Tail without end`);
    const before = read('AGENTS.md');
    expect((await run([block('- B.\n')])).actions['AGENTS.md']).toBe('updated');
    const after = read('AGENTS.md');
    expect(after).toContain('- B.\r\n<!-- rules-maker:end acme');
    const other = before.slice(before.indexOf('<!-- rules-maker:begin zeta'));
    expect(after.endsWith(other)).toBe(true);
    expect(after.startsWith('\ufeffMine.\r\n\r\n<!--')).toBe(true);
    expect(manifest().map(({library}) => library)).toEqual(['acme', 'zeta']);
  });

  it('keeps an edited block and puts the whole file beside it; force replaces it', async () => {
    put('AGENTS.md', 'Mine.\n');
    await run([block('- A.\n')]);
    const edited = read('AGENTS.md').replace('- A.', '- My A.');
    put('AGENTS.md', edited);
    expect((await run([block('- B.\n')])).actions['AGENTS.md']).toBe('kept');
    expect(read('AGENTS.md')).toBe(edited);
    expect(read('AGENTS.md.new')).toMatch(/^Mine\.\n\n<!--.*-->\n- B\.\n<!--.*-->\n$/);
    expect((await run([block('- B.\n')], {force: true})).actions).toMatchObject({
      'AGENTS.md': 'updated',
      'AGENTS.md.new': 'removed',
    });
    expect(read('AGENTS.md')).toContain('- B.\n');
    expect(read('AGENTS.md.bak')).toBe(edited);
  });

  it.each([
    ['a marker that is missing', Buffer.from('<!-- rules-maker:begin acme -->\nx\n'), 'marker'],
    ['bytes that are no UTF-8', Buffer.from([0x4d, 0xe9, 0x0a]), 'UTF-8'],
  ])('touches nothing in a file with %s, even with force', async (_, bytes, why) => {
    put('AGENTS.md', bytes);
    const {actions, notices} = await run([block('- A.\n')], {force: true});
    expect(actions['AGENTS.md']).toBe('kept');
    expect(readFileSync(join(root, 'AGENTS.md'))).toEqual(bytes);
    expect(read('AGENTS.md.new')).toContain('- A.\n');
    expect(notices[0]?.message).toContain(why);
  });

  it('leaves CLAUDE.md alone if it imports AGENTS.md, which gets the block', async () => {
    put('CLAUDE.md', '# Mine\n\n@AGENTS.md\n');
    const {actions, notices} = await run([block('- A.\n'), block('- A.\n', 'CLAUDE.md')]);
    expect(actions['CLAUDE.md']).toBeUndefined();
    expect(read('CLAUDE.md')).toBe('# Mine\n\n@AGENTS.md\n');
    expect(notices).toMatchObject([{code: 'claude-imports-agents', level: 'info'}]);
    expect((await run([block('- A.\n', 'CLAUDE.md')])).actions['CLAUDE.md']).toBe('updated');
  });

  it('warns when AGENTS.md is longer than its readers take', async () => {
    put('AGENTS.md', 'x'.repeat(29_000));
    expect((await run([block('- A.\n')])).notices).toMatchObject([{code: 'agents-chain-long'}]);
  });
});

describe('files that are no longer produced', () => {
  it('go if nobody edited them', async () => {
    put('CLAUDE.md', 'Mine.\n');
    await run([
      whole('x\n', '.rules-maker/acme/x.md'),
      block('- A.\n'),
      block('- A.\n', 'CLAUDE.md'),
      whole('y\n'),
    ]);
    const {actions, report} = await run([whole('y\n')]);
    expect(actions).toEqual({
      '.rules-maker/acme/x.md': 'removed',
      'AGENTS.md': 'removed',
      'CLAUDE.md': 'updated',
      'rules/x.md': 'unchanged',
      '.rules-maker/manifest.json': 'updated',
    });
    expect(report.removed).toBe(2);
    expect(Object.keys(tree())).toEqual(['.rules-maker/manifest.json', 'CLAUDE.md', 'rules/x.md']);
    expect(read('CLAUDE.md')).toBe('Mine.\n');
    expect(existsSync(join(root, '.rules-maker/acme'))).toBe(false);
  });

  it('stay, as the user’s, if they were edited', async () => {
    await run([whole('x\n'), block('- A.\n')]);
    put('rules/x.md', 'mine\n');
    put('AGENTS.md', read('AGENTS.md').replace('- A.', '- My A.'));
    const before = tree();
    const {actions, notices, report} = await run([whole('y\n', 'y.md')]);
    expect(Object.keys(actions)).toEqual(['y.md', '.rules-maker/manifest.json']);
    expect(notices.map(({code}) => code)).toEqual(['RM-FS-057', 'RM-FS-057']);
    expect(report).toMatchObject({kept: 0, removed: 0});
    expect(tree()).toMatchObject({'rules/x.md': before['rules/x.md'], 'AGENTS.md': before['AGENTS.md']});
    expect(manifest().map(({path}) => path)).toEqual(['y.md']);
  });

  it('stay if they belong to another library, or if nothing is to be pruned', async () => {
    await run([whole('x\n')]);
    expect((await run([whole('z\n', 'z.md')], {library: 'zeta'})).notices).toEqual([]);
    const {notices} = await run([whole('y\n', 'y.md')], {prune: (target) => target === 'json'});
    expect(notices).toEqual([]);
    expect(Object.keys(tree())).toEqual(['.rules-maker/manifest.json', 'rules/x.md', 'y.md', 'z.md']);
    expect(manifest().map(({path}) => path)).toEqual(['rules/x.md', 'y.md', 'z.md']);
  });

  it('are never reached through a manifest that names paths outside or a link', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    writeFileSync(join(outside, 'x.md'), 'x\n');
    await run([whole('x\n', 'a/x.md')]);
    const [entry] = manifest();
    if (entry === undefined) throw new Error('no entry');
    rmSync(join(root, 'a'), {recursive: true});
    symlinkSync(outside, join(root, 'a'));
    const entries = [
      entry,
      {...entry, path: `../${outside.split('/').at(-1)}/x.md`},
      {...entry, path: join(outside, 'x.md')},
    ];
    put('.rules-maker/manifest.json', manifestText(entries));
    const {actions} = await run([whole('y\n', 'y.md')]);
    expect(actions).toEqual({'y.md': 'created', '.rules-maker/manifest.json': 'updated'});
    expect(readFileSync(join(outside, 'x.md'), 'utf8')).toBe('x\n');
    rmSync(outside, {recursive: true});
  });
});

describe('trouble', () => {
  it.each([
    ['.cursor', () => symlinkSync(tmpdir(), join(root, '.cursor'))],
    ['.rules-maker', () => symlinkSync(tmpdir(), join(root, '.rules-maker'))],
    [
      '.rules-maker/manifest.json',
      () => {
        mkdirSync(join(root, '.rules-maker'));
        symlinkSync('/etc/hostname', join(root, '.rules-maker/manifest.json'));
      },
    ],
    ['AGENTS.md', () => symlinkSync('/etc/hostname', join(root, 'AGENTS.md'))],
    ['llms.txt', () => mkdirSync(join(root, 'llms.txt'))],
  ])('writes nothing at all if %s is a link or a folder', async (path, prepare) => {
    put('CLAUDE.md', 'Mine.\n');
    prepare();
    const {events, emit} = collector();
    const attempt = writeFiles(full(), {root, library: 'acme', force: true, emit});
    await expect(attempt).rejects.toThrow(expect.objectContaining({code: 'RM-FS-056', exitCode: 8}));
    await expect(attempt).rejects.toThrow(path);
    expect(events).toEqual([]);
    expect(read('CLAUDE.md')).toBe('Mine.\n');
    expect(readdirSync(root).toSorted()).toEqual(['CLAUDE.md', path.split('/')[0]].toSorted());
  });

  it('refuses a damaged manifest before it writes', async () => {
    put('.rules-maker/manifest.json', '{');
    await expect(run(full())).rejects.toThrow(expect.objectContaining({code: 'RM-FS-059', exitCode: 9}));
    expect(Object.keys(tree())).toEqual(['.rules-maker/manifest.json']);
  });

  it('knows its files after a run that died between two of them', async () => {
    const plan = (text: string) => [whole(text, 'a.md'), whole(text, 'b.md')];
    await run(plan('one\n'));
    const died = run(plan('two\n'), {
      emit: () => {
        throw new Error('died');
      },
    });
    await expect(died).rejects.toThrow('died');
    expect([read('a.md'), read('b.md')]).toEqual(['two\n', 'one\n']);
    const {actions} = await run(plan('three\n'));
    expect(actions).toMatchObject({'a.md': 'updated', 'b.md': 'updated'});
    expect(manifest()).toHaveLength(2);
  });

  it('keeps a file that the user edits while the run writes', async () => {
    const plan = [whole('one\n', 'a.md'), whole('one\n', 'b.md')];
    await run(plan);
    const {events, emit} = collector();
    const report = await writeFiles([whole('two\n', 'a.md'), whole('two\n', 'b.md')], {
      root,
      library: 'acme',
      force: false,
      emit: (event) => {
        if (event.type === 'file.written' && event.path === 'a.md') put('b.md', 'mine\n');
        emit(event);
      },
    });
    expect(report.files.map(({action}) => action)).toEqual(['updated', 'kept', 'updated']);
    expect(read('b.md')).toBe('mine\n');
    expect(events.at(-1)).toMatchObject({path: '.rules-maker/manifest.json'});
  });

  it('names the folder that is missing', async () => {
    const {emit} = collector();
    const missing = join(root, 'missing');
    await expect(writeFiles([], {root: missing, library: 'acme', force: false, emit})).rejects.toThrow(
      expect.objectContaining({code: 'RM-FS-053', message: expect.stringContaining(missing)}),
    );
  });
});
