import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { difference } from '../../src/cli/migrate/difference.ts'
import { cover } from '../../src/diagnostics/redact.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'
import { good } from './validating.ts'

afterAll(removeFolders)

const manifest = readFileSync(
  new URL('../config/plugins/renamed/sso-kit.plugin.json', import.meta.url),
  'utf8',
)
const old = `version: 1
publicUrl: https://sso.example.com
plugins: [./renamed]
sources:
  # 老的登录
  - id: office
    type: intranet
    name: Office
    domain: example.com     # was always so
    "appSecret": { env: OFFICE_SECRET }
moved: # 2026
  # by the merger
  - { from: sources.a, to: sources.office } # A
  - from: sources.b

    to: sources.office
  # the end
ui: { title: A }
`
const renamed = old.replace('domain:', 'realm:').replace('appSecret', 'signInSecret')
const pruned = `${renamed.split('moved:')[0]}moved: [] # 2026
  # by the merger
  # the end
ui: { title: A }
`
const place = (files: Record<string, string>) =>
  makeFolder({ 'renamed/sso-kit.plugin.json': manifest, ...files })
const read = (cwd: string, name = 'sso.config.yaml') => readFileSync(join(cwd, name), 'utf8')

describe('migrate', () => {
  test('prints what would change, and changes nothing', async () => {
    const cwd = place({ 'sso.config.yaml': old })
    const { code, stdout } = await command(['migrate'], { cwd })
    expect([code, read(cwd)]).toEqual([0, old])
    expect(stdout).toBe(`--- sso.config.yaml
+++ sso.config.yaml
@@ -6,8 +6,8 @@
   - id: office
     type: intranet
     name: Office
-    domain: example.com     # was always so
-    "appSecret": { env: OFFICE_SECRET }
+    realm: example.com     # was always so
+    "signInSecret": { env: OFFICE_SECRET }
 moved: # 2026
   # by the merger
   - { from: sources.a, to: sources.office } # A
`)
  })

  test('--check says by its exit code whether there is something to do', async () => {
    const cwd = place({ 'sso.config.yaml': old })
    expect(await command(['migrate', '--check'], { cwd })).toMatchObject({
      code: 1,
      stderr: 'error: sso.config.yaml can be migrated\n  help: sso-kit migrate shows what would change\n',
    })
    expect(await command(['migrate', '--write'], { cwd })).toMatchObject({
      code: 0,
      stdout: 'sso.config.yaml: 2 lines changed\n',
    })
    expect(read(cwd)).toBe(renamed)
    expect(await command(['migrate', '--check'], { cwd })).toMatchObject({ code: 0, stdout: '' })
  })

  test('changes none of several files where one cannot be read', async () => {
    const cwd = place({ 'sso.config.yaml': old, 'other.yaml': 'version: 1\nsources: [\n' })
    const { code } = await command(['migrate', 'sso.config.yaml', 'other.yaml', '--write'], { cwd })
    expect(code).toBe(1)
    expect(read(cwd)).toBe(old)
  })

  test('--prune-moved takes the entries out and leaves the comments', async () => {
    const cwd = place({ 'sso.config.yaml': old })
    await command(['migrate', '--prune-moved', '--write'], { cwd })
    expect(read(cwd)).toBe(pruned)
    expect((await command(['migrate', '--prune-moved', '--check'], { cwd })).code).toBe(0)
  })

  test.each([
    ['in brackets', 'moved: [{ from: sources.a, to: sources.local }]\n', 'moved: []\n'],
    ['over lines of Windows', 'moved:\r\n- from: sources.a\r\n  to: sources.local', 'moved: []\r\n'],
    ['none', 'moved: []\n', 'moved: []\n'],
    [
      'below an anchor',
      'moved: &m # A\n  - { from: sources.a, to: sources.local }\nui: { title: x }\n',
      'moved: &m [] # A\nui: { title: x }\n',
    ],
    [
      'below an explicit key',
      '? moved\n: - { from: sources.a, to: sources.local }\n  - { from: sources.b, to: sources.local }\nui: {}\n',
      '? moved\n: []\nui: {}\n',
    ],
    [
      'in brackets over lines with comments',
      'moved: [ # A\n  # why, and\n  { from: sources.a, to: sources.local }, # B\n  { from: sources.b, to: sources.local }\n]\n',
      'moved: [\n  # A\n  # why, and\n  # B\n]\n',
    ],
    [
      'with an exception above one',
      'moved:\n  # A\n  # sso-kit: ignore[moved/loop] tried out\n  - { from: sources.a, to: sources.local }\n',
      'moved: []\n  # A\n',
    ],
  ])('entries %s', async (_what, before, after) => {
    const cwd = place({ 'sso.config.yaml': good + before })
    await command(['migrate', '--prune-moved', '--write'], { cwd })
    expect(read(cwd)).toBe(good + after)
  })

  test.each([
    ['that the rest uses', 'moved:\n  - { from: sources.a, to: &t sources.local }\nui: { title: *t }\n'],
    ['in brackets', 'moved: [{ from: sources.a, to: &t sources.local }]\nui: { title: *t }\n'],
  ])('an entry with an anchor %s stays, and nothing is written', async (_what, moved) => {
    const cwd = place({ 'sso.config.yaml': good + moved })
    for (const args of [['--write'], ['--check'], []]) {
      const { code, stdout, stderr } = await command(['migrate', '--prune-moved', ...args], { cwd })
      expect([code, stdout, stderr.split(':')[0]]).toEqual([2, '', 'error'])
      expect(stderr).toContain('the entries of "moved" in sso.config.yaml cannot be taken out')
    }
    expect(read(cwd)).toBe(good + moved)
  })

  test('--prune-moved --check names the command that shows the change', async () => {
    const cwd = place({ 'sso.config.yaml': `${good}moved: [{ from: sources.a, to: sources.local }]\n` })
    const { stderr } = await command(['migrate', '--prune-moved', '--check'], { cwd })
    expect(stderr).toContain('help: sso-kit migrate --prune-moved shows what would change\n')
  })

  test('of files laid over each other each is migrated', async () => {
    const prod = 'sources: [{ id: office, domain: b }]\nmoved: [{ from: sources.c, to: sources.office }]\n'
    const cwd = place({ 'base.yaml': old, 'prod.yaml': prod })
    const { stdout } = await command(['migrate', 'base.yaml+prod.yaml', '--prune-moved', '--write'], { cwd })
    expect(stdout).toBe('base.yaml: 7 lines changed\nprod.yaml: 2 lines changed\n')
    expect(read(cwd, 'base.yaml')).toBe(pruned)
    expect(read(cwd, 'prod.yaml')).toBe('sources: [{ id: office, realm: b }]\nmoved: []\n')
  })

  test('a secret that is written out is not printed, and stays in the file', async () => {
    const text = old.replace('{ env: OFFICE_SECRET }', 'hunter2')
    const cwd = place({ 'sso.config.yaml': text })
    const { stdout, stderr } = await command(['migrate'], { cwd })
    expect(stdout).toContain('+    "signInSecret": ‹redacted›\n')
    expect(stdout + stderr).not.toContain('hunter2')
    await command(['migrate', '--write'], { cwd })
    expect(read(cwd)).toContain('"signInSecret": hunter2\n')
  })

  test.each([
    ['a newer version', old.replace('1', '2'), 'schema/version'],
    ['both names', old.replace('domain', 'realm: a\n    domain'), 'schema/deprecated-key'],
    ['no YAML', 'a: [\n', 'yaml/syntax'],
    ['nothing in it', '', 'schema/missing-key'],
    ['a misspelt key and no old one', good.replace('name', 'nmae'), 'schema/unknown-key'],
    ['a type that there is not', good.replace('type: local', 'type: lokal'), 'schema/unknown-type'],
    ['nothing that is complete', 'ui: { title: A }\n', 'schema/missing-key'],
  ])('a file with %s is explained as validate does, and left alone', async (_what, text, rule) => {
    const cwd = place({ 'sso.config.yaml': text })
    const { code, stdout, stderr } = await command(['migrate', '--write'], { cwd })
    expect([code, stdout, read(cwd)]).toEqual([1, '', text])
    expect(stderr).toMatch(new RegExp(`^error\\[${rule}\\]`))
    expect(stderr).toMatch(
      /\nerror: sso\.config\.yaml cannot be migrated: \d errors? stands? in the way\n {2}help: .*\n$/,
    )
    expect((await command(['migrate', '--check'], { cwd })).code).toBe(1)
  })

  test.each([
    [['--to', '2'], '--to cannot be "2": this sso-kit knows version 1 alone'],
    [['--to', 'new'], '--to cannot be "new": this sso-kit knows version 1 alone'],
    [['--check', '--write'], '--check compares and --write writes'],
    [['-'], 'standard input cannot be migrated'],
  ])('%j is refused', async (args, message) => {
    const { code, stderr } = await command(['migrate', ...args], { cwd: place({ 'sso.config.yaml': old }) })
    expect([code, stderr.split('\n')[0]]).toEqual([2, `error: ${message}`])
  })

  test.each([
    ['behind an anchor', (text: string) => text.replace('domain:', '&k domain:')],
    [
      'that an alias repeats',
      (text: string) =>
        text
          .replace('domain:', 'realm:')
          .replace(
            '"appSecret": { env: OFFICE_SECRET }',
            'pages: &p { header: A }\n    signInSecret: { env: X }',
          )
          .replace(
            'moved:',
            '  - { id: c, type: intranet, name: Other, realm: b, signInSecret: { env: Y }, pages: *p }\nmoved:',
          ),
    ],
  ])('an old name %s has to be renamed by hand', async (_what, change) => {
    const text = change(old)
    const cwd = place({ 'sso.config.yaml': text })
    const { code, stderr } = await command(['migrate', '--write'], { cwd })
    expect([code, stderr]).toEqual([1, expect.stringContaining('warning[schema/deprecated-key]')])
    expect(stderr).toMatch(/error: \d old names? stands? where an anchor is or an alias repeats it\n/)
    expect((await command(['validate'], { cwd })).stdout).not.toContain('migrate --write')
  })

  test('a mistake that is another’s matter does not stop it', async () => {
    const cwd = place({ 'sso.config.yaml': old.replace('title', 'colour') })
    expect((await command(['migrate', '--write'], { cwd })).code).toBe(0)
    expect(read(cwd)).toBe(renamed.replace('title', 'colour'))
  })
})

test('a difference tells how one text becomes the other', () => {
  const text = fc.array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', '- d\n', '+ e'), { maxLength: 30 })
  fc.assert(
    fc.property(text, text, (one, other) => {
      const [before, after] = [one.join(''), other.join('')]
      const changed = difference(before, after)
      expect(changed === '').toBe(before === after)
      expect(patched(before, changed)).toBe(after)
    }),
  )
})

test('a line that is covered is beside no change', () => {
  const text = fc.array(fc.constantFrom('a\n', 'b\n', `secret: ${cover}\n`, '\n'), { maxLength: 30 })
  fc.assert(
    fc.property(text, text, (one, other) => {
      const [before, after] = [one.join(''), other.join('')]
      const changed = difference(before, after)
      expect(changed).not.toContain(` secret: ${cover}`)
      expect(patched(before, changed)).toBe(after)
    }),
  )
})

/** Applies a unified diff, which has to fit exactly. */
function patched(before: string, changed: string): string {
  const lines = before.match(/[^\n]*\n|[^\n]+$/g) ?? []
  let [at, result] = [0, '']
  for (const hunk of changed.split(/^(?=@@ )/m).filter(text => text !== '')) {
    // a line, and whether the next one takes its line break back
    const [, ...body] = hunk.matchAll(/([^\n]*\n)(\\ No newline at end of file\n)?/g)
    const [, start = '0', length = '1'] = /^@@ -(\d+)(?:,(\d+))? /.exec(hunk) ?? []
    const first = Number(start) - (length === '0' ? 0 : 1)
    result += lines.slice(at, first).join('')
    at = first
    for (const [, full = '', unended] of body) {
      const line = unended === undefined ? full : full.slice(0, -1)
      if (!line.startsWith('+')) expect(line.slice(1)).toBe(lines[at++])
      if (!line.startsWith('-')) result += line.slice(1)
    }
  }
  return result + lines.slice(at).join('')
}

test('several files are a configuration each', async () => {
  const own = makeFolder({ 'a.yaml': good, 'b.yaml': good })
  const both = await command(['migrate', 'a.yaml', 'b.yaml'], { cwd: own })
  expect([both.code, both.stderr]).toEqual([0, 'nothing to do: a.yaml and b.yaml say it as version 1 does\n'])
  expect((await command(['migrate', '--help'], { cwd: own })).stdout).toContain('Several FILEs')
})
