import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import acme from '../config/plugins/acme/sso-kit.plugin.json' with { type: 'json' }
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'
import { makeRepository, repositoryAt } from './repository.ts'

afterAll(removeFolders)

const file = (more: string) => `version: 1
publicUrl: https://sso.example.com
plugins: [./plugins/acme]
sources:
  - { id: acme, type: acme, name: Acme, clientId: "1", clientSecret: { env: S }${more} }
`
const manifest = 'plugins/acme/sso-kit.plugin.json'
const saying = (impact: string | undefined) => {
  const { region, ...properties } = acme.options.properties
  const { 'x-impact': _, ...words } = region
  const changed = { ...words, ...(impact && { 'x-impact': impact }) }
  return JSON.stringify({
    ...acme,
    options: { ...acme.options, properties: { ...properties, region: changed } },
  })
}

describe('a plugin of the repository', () => {
  it('is read as each revision has it, and none of its code is run', async () => {
    const trap = (name: string) => `require('node:fs').writeFileSync(${JSON.stringify(name)}, '')\n`
    const { folder, write, commit } = makeRepository({
      [manifest]: JSON.stringify(acme),
      'sso.config.yaml': file(''),
    })
    const owned = join(folder, 'owned')
    for (const name of ['plugins/acme/index.js', 'plugins/acme/index.cjs', '.sso-kit.js'])
      write(name, trap(owned))
    write('sso.config.yaml', file(', region: cn'))
    commit()
    // of the revisions, and not of what lies here now
    write(manifest, '{')
    write('sso.config.yaml', '')
    const { code, stdout } = await command(['diff', 'HEAD~1..HEAD'], { cwd: folder })
    expect(code).toBe(0)
    expect(stdout).toContain('~ region   eu → cn   operational')
    expect(existsSync(owned)).toBe(false)
  })

  const told = async (before: string | undefined, after: string | undefined) => {
    const { folder, write, commit } = makeRepository({
      [manifest]: saying(before),
      'sso.config.yaml': file(''),
    })
    write(manifest, saying(after))
    write('sso.config.yaml', file(', region: cn'))
    commit()
    const { stdout } = await command(['diff', 'HEAD~1..HEAD', '--include', 'cosmetic', '--format', 'json'], {
      cwd: folder,
    })
    return JSON.parse(stdout).changes.map(
      ({ class: of, level }: { class: string; level: string }) => `${level} ${of}`,
    )
  }

  it.each<[string, string | undefined, string | undefined, string]>([
    ['a word for its key is believed', 'cosmetic', 'cosmetic', 'none cosmetic'],
    ['a word that the change itself brings makes nothing lighter', 'trust', 'cosmetic', 'high trust'],
    ['nor does one that was operational', 'operational', 'cosmetic', 'medium review'],
  ])('%s', async (_claim, before, after, expected) => {
    expect(await told(before, after)).toEqual([expected])
  })
})

describe('a repository', () => {
  it('gets no program of its own run, whatever its settings say', async () => {
    const { folder, git, write, commit } = makeRepository({
      'old.yaml': file(''),
      [manifest]: JSON.stringify(acme),
    })
    git('mv', 'old.yaml', 'sso.config.yaml')
    write('.gitattributes', '*.yaml diff=evil filter=evil\n')
    commit()
    const owned = join(folder, 'owned')
    for (const key of [
      'diff.external',
      'diff.evil.command',
      'diff.evil.textconv',
      'core.fsmonitor',
      'core.pager',
    ])
      git('config', key, `touch ${owned}; cat`)
    const { code, stdout } = await command(['diff', 'HEAD~1..HEAD'], { cwd: folder })
    expect(code).toBe(0)
    expect(stdout).toContain('renamed from old.yaml')
    expect(existsSync(owned)).toBe(false)
  })

  it('is asked for a path as it is, with whatever signs are in it', async () => {
    const name = 'a b; touch owned; $(touch owned)/钉钉.yaml'
    const { folder, write } = makeRepository({
      [name]:
        'version: 1\npublicUrl: https://sso.example.com\nsources: [{ id: local, type: local, name: A1 }]\n',
    })
    write(
      name,
      'version: 1\npublicUrl: https://sso.example.com\nsources: [{ id: local, type: local, name: B1 }]\n',
    )
    const { code, stdout } = await command(['diff', '-c', name, '--include', 'cosmetic'], { cwd: folder })
    expect(code).toBe(0)
    expect(stdout).toContain('~ name   A1 → B1')
    expect(existsSync(join(folder, 'owned'))).toBe(false)
  })
})

describe('the pipelines of docs/commands/diff.md', () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/commands/diff.md', import.meta.url)), 'utf8')
  const [github, gitlab] = [...page.matchAll(/^```yml\n([\s\S]*?)^```$/gm)].map(([, text = '']) =>
    parse(text),
  )
  const local =
    'version: 1\npublicUrl: https://sso.example.com\nsources: [{ id: local, type: local, name: Password }]\n'

  /** A clone as a pipeline has it: at a branch, with the other one as `origin/main`. */
  function cloned(...flags: string[]) {
    const origin = makeRepository({ 'sso.config.yaml': local })
    const base = origin.git('rev-parse', 'HEAD')
    origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true')
    origin.git('checkout', '--quiet', '-b', 'topic')
    origin.write('sso.config.yaml', `${local}admins: [{ source: local, subject: root }]\n`)
    origin.commit()
    const folder = makeFolder()
    repositoryAt(folder).git(
      'clone',
      '--quiet',
      '--branch=topic',
      ...flags,
      `file://${origin.folder}`,
      'work',
    )
    return { ...repositoryAt(join(folder, 'work')), base }
  }

  /** The words behind `sso-kit`, without where the output goes. */
  const words = (line: string, variables: Readonly<Record<string, string>>) =>
    line
      .replace(/^.*\bsso-kit /, '')
      .replace(/ >>? .*$/, '')
      .split(' ')
      .map(word => word.replace(/^"(.*)"$/, '$1').replace(/\$([A-Z_]+)/g, (_, name) => variables[name] ?? ''))

  it('ask on GitHub what a pull request changes', async () => {
    const step = github.jobs.sso.steps.find(({ run = '' }) => run.includes(' diff '))
    const { folder } = cloned()
    const BASE = step.env.BASE.replace(/\$\{\{ github\.base_ref \}\}/, 'main')
    const { code, stdout } = await command(words(step.run, { BASE }), { cwd: folder })
    expect([code, stdout.split('\n')[0]]).toEqual([1, '<!-- sso-kit diff sso.config.yaml -->'])
    expect(stdout).toContain('**CRITICAL (1): the account of local:root is an administrator')
  })

  it('ask on GitLab what a merge request changes, in a clone that has only the newest commits', async () => {
    const { folder, git, base } = cloned('--depth=1')
    const variables = { CI_MERGE_REQUEST_DIFF_BASE_SHA: base }
    const [fetch = '', diff = ''] = gitlab.sso.script.slice(-2)
    expect((await command(words(diff, variables), { cwd: folder })).code).toBe(2)
    git(...words(fetch.replace(/^git /, 'sso-kit '), variables))
    const { code, stdout } = await command(words(diff, variables), { cwd: folder })
    // the job's log has it for people, and its file for the merge request
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^CRITICAL /m)])
    const page = readFileSync(join(folder, 'diff.md'), 'utf8')
    expect(page).toContain('<summary>CRITICAL: 1</summary>')
  })
})
