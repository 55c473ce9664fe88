import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'
import { makeRepository, repositoryAt } from './repository.ts'

afterAll(removeFolders)

const file = (lifetime: string, more = '') => `version: 1
publicUrl: https://sso.example.com
session: { lifetime: ${lifetime} }
sources:
  - { id: local, type: local, name: Password }
${more}`

const longer = '~ lifetime   8h → 9h'
const diff = (cwd: string, ...args: string[]) => command(['diff', ...args], { cwd })

describe('what is compared', () => {
  it('is HEAD with the file on disk where nothing is said', async () => {
    const { folder, write } = makeRepository({ 'sso.config.yaml': file('8h') })
    expect((await diff(folder)).stdout).toContain('✔ nothing changes for anybody')
    write('sso.config.yaml', file('9h'))
    const { code, stdout, stderr } = await diff(folder)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^sso\.config\.yaml {3}HEAD \([0-9a-f]{7}\) → working tree\n/)
    expect(stdout).toContain(longer)
  })

  it('is where a branch and HEAD parted, so that what others did meanwhile is not ours', async () => {
    const { folder, git, write, commit } = makeRepository({ 'sso.config.yaml': file('8h') })
    git('checkout', '--quiet', '-b', 'topic')
    write('sso.config.yaml', file('9h'))
    commit()
    git('checkout', '--quiet', 'main')
    write('sso.config.yaml', file('8h', 'admins: [{ source: local, subject: mallory }]\n'))
    commit()
    git('checkout', '--quiet', 'topic')
    const ours = await diff(folder, 'main')
    expect(ours.stdout).toMatch(/merge base with main \([0-9a-f]{7}\) → working tree/)
    expect(ours.stdout).toContain(longer)
    expect(ours.stdout).not.toContain('admins')
    expect((await diff(folder, 'main...topic')).stdout).not.toContain('admins')
    // one with the other
    expect((await diff(folder, 'main..topic')).stdout).toContain('- removed')
    expect((await diff(folder, '..main')).stdout).toContain('admins[local:mallory]')
  })

  it('are two files, one of them perhaps standard input or of a revision', async () => {
    const { folder, git } = makeRepository({ 'sub/sso.config.yaml': file('8h'), 'new.yaml': file('9h') })
    const sub = join(folder, 'sub')
    for (const words of [
      ['sub/sso.config.yaml', 'new.yaml'],
      ['HEAD:sub/sso.config.yaml', 'new.yaml'],
      [`${git('rev-parse', 'HEAD')}:./sub/sso.config.yaml`, 'HEAD:new.yaml'],
    ])
      expect((await diff(folder, ...words)).stdout, words.join(' ')).toContain(longer)
    const { stdout } = await command(['diff', 'HEAD:./sso.config.yaml', '-'], { cwd: sub, stdin: file('9h') })
    expect(stdout).toContain(longer)
  })

  it('is found in a folder below, and by -c', async () => {
    const { folder, write } = makeRepository({
      'sso.config.yaml': file('8h'),
      'other.yaml': file('8h'),
      'a/b/c': '',
    })
    write('sso.config.yaml', file('9h'))
    expect((await diff(join(folder, 'a', 'b'))).stdout).toContain(longer)
    expect((await diff(folder, '-c', 'other.yaml')).stdout).toContain('✔ nothing changes for anybody')
  })

  it('are all files of a configuration, each of the same revision', async () => {
    const { folder, write } = makeRepository({
      'base.yaml': file('8h'),
      'prod.yaml': 'session: { idle: 20m }\n',
    })
    write('base.yaml', file('9h'))
    write('prod.yaml', 'session: { idle: 30m }\n')
    const { stdout } = await diff(folder, '-c', 'base.yaml+prod.yaml')
    expect(stdout).toContain('base.yaml+prod.yaml   HEAD')
    expect(stdout).toContain('~ idle       20m → 30m')
    expect(stdout).toContain(longer)
  })

  it('may be one file more: what it says is a change, and no rename', async () => {
    const { folder, write } = makeRepository({ 'base.yaml': file('8h') })
    write('prod.yaml', 'session: { lifetime: 9h }\n')
    const { stdout } = await diff(folder, '-c', 'base.yaml+prod.yaml')
    expect(stdout).toContain(longer)
    expect(stdout).not.toContain('renamed')
  })

  it('follows a file that git knows to be renamed', async () => {
    const { folder, git, write, commit } = makeRepository({ 'old/sso.yaml': file('8h') })
    git('mv', 'old/sso.yaml', 'sso.config.yaml')
    write('sso.config.yaml', file('9h'))
    git('add', '--all')
    const { stdout } = await diff(folder)
    expect(stdout).toContain('renamed from old/sso.yaml')
    expect(stdout).toContain(longer)
    commit()
    expect((await diff(folder, 'HEAD~1..HEAD')).stdout).toContain(longer)
    expect((await diff(folder, 'HEAD~1..HEAD', '-c', 'old/sso.yaml')).stdout).toContain(longer)
  })
})

describe('a side without the file', () => {
  it('is one that says nothing: of a new file everything is told', async () => {
    const { folder, write } = makeRepository({ 'README.md': 'nothing yet\n' })
    write('sso.config.yaml', file('8h', 'admins: [{ source: local, subject: root }]\n'))
    const { code, stdout } = await diff(folder)
    expect(code).toBe(0)
    expect(stdout).toContain('there was no file: everything that it says is new')
    expect(stdout).toMatch(/CRITICAL {2}admins\[local:root\][\s\S]*HIGH {6}sources\[local\]/)
  })

  it('is told as gone where it was deleted', async () => {
    const { folder } = makeRepository({ 'sso.config.yaml': file('9h') })
    rmSync(join(folder, 'sso.config.yaml'))
    const { code, stdout } = await diff(folder)
    expect(code).toBe(0)
    expect(stdout).toContain('the file is gone: everything that it said is')
    expect(stdout).toContain('nobody signs in by "Password" any more')
  })

  it('and another one without it either are no question', async () => {
    const { folder } = makeRepository({ 'README.md': '' })
    const nothing = await diff(folder)
    expect([nothing.code, nothing.stdout]).toEqual([2, ''])
    expect(nothing.stderr).toContain('no configuration file found')
    const named = await diff(folder, '-c', 'a.yaml')
    expect([named.code, named.stderr]).toEqual([
      2,
      'error: neither side has a.yaml\n  help: check the path behind -c\n',
    ])
  })
})

describe('what is not answered', () => {
  const cannot = async (cwd: string, args: string[], message: string, help: string) => {
    const { code, stdout, stderr } = await diff(cwd, ...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^error: /)
    expect(stderr).toContain(message)
    expect(stderr).toContain(help)
  }
  const repository = makeRepository({ 'sso.config.yaml': file('8h') })
  repository.git('checkout', '--quiet', '--orphan', 'orphan')
  repository.write('other.txt', 'a beginning of its own')
  repository.commit()
  repository.git('checkout', '--quiet', 'main')

  it.each<[string, string[], string, string]>([
    ['an unknown revision', ['nowhere'], 'git knows no revision "nowhere"', 'git fetch origin nowhere'],
    [
      'one that looks like a flag',
      ['--', '--output=x'],
      'git knows no revision "--output=x"',
      'name a branch',
    ],
    ['one with an option behind dots', ['main..--all'], 'git knows no revision "--all"', 'name a branch'],
    [
      'two branches that never met',
      ['main...orphan'],
      'have no commit in common',
      'compare the two themselves: A..B',
    ],
    ['a path that is not there', ['HEAD:a.yaml', 'sso.config.yaml'], 'there is no a.yaml in HEAD', './path'],
    [
      'a file alone',
      ['sso.config.yaml'],
      '"sso.config.yaml" is a file',
      'sso-kit diff HEAD:./sso.config.yaml sso.config.yaml',
    ],
    ['three words', ['a', 'b', 'c'], '"c" is one word too many', 'name two files'],
    ['-c beside two files', ['a', 'b', '-c', 'x'], '-c names the file of two revisions', 'leave it out'],
    ['standard input twice', ['-', '-'], 'both sides are standard input', 'name a file'],
    ['an unknown format', ['--format', 'html'], 'there is no format "html"', 'choose pretty, md or json'],
    ['an unknown level', ['--fail-on', 'hihg'], 'there is no level "hihg"', 'choose critical, high'],
    [
      'something else to include',
      ['--include', 'all'],
      'there is no kind of change to include "all"',
      'choose cosmetic',
    ],
    [
      'two meanings of the exit code',
      ['--fail-on', 'any', '--detailed-exitcode'],
      '--fail-on and --detailed-exitcode',
      'give one',
    ],
  ])('%s', (_what, args, message, help) => cannot(repository.folder, args, message, help))

  it('a folder in no repository, but for two files', async () => {
    const cwd = makeFolder({ 'a.yaml': file('8h'), 'b.yaml': file('9h') })
    await cannot(cwd, [], `${cwd} is in no git repository`, 'name two files: sso-kit diff OLD.yaml NEW.yaml')
    expect((await diff(cwd, 'a.yaml', 'b.yaml')).stdout).toContain(longer)
  })

  it('a file that is too large to be one, without reading it', async () => {
    const { folder, write, commit } = makeRepository({
      'sso.config.yaml': `${file('8h')}#${'x'.repeat(262_144)}\n`,
    })
    write('sso.config.yaml', file('9h'))
    commit()
    await cannot(folder, ['HEAD~1..HEAD'], 'sso.config.yaml of ', 'check that this is the right file')
  })

  it('a document is a document all the same', async () => {
    const { code, stdout } = await diff(repository.folder, 'nowhere', '--format', 'json')
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: '1.0',
      complete: false,
      changes: [],
      failure: { message: 'git knows no revision "nowhere"' },
    })
  })
})

describe('a clone with only the newest commits', () => {
  const origin = makeRepository({ 'sso.config.yaml': file('8h') })
  const first = origin.git('rev-parse', 'HEAD')
  origin.git('checkout', '--quiet', '-b', 'topic')
  origin.write('sso.config.yaml', file('9h'))
  origin.commit()
  const clone = (...flags: string[]) => {
    const { git, folder } = repositoryAt(makeFolder())
    rmSync(join(folder, '.git'), { recursive: true })
    git(
      'clone',
      '--quiet',
      ...(flags.length > 0 ? flags : ['--depth=1']),
      '--branch=topic',
      `file://${origin.folder}`,
      '.',
    )
    return folder
  }

  it('is told with the command that fetches what is missing', async () => {
    const { code, stderr } = await diff(clone(), `${first}..HEAD`)
    expect(code).toBe(2)
    expect(stderr).toContain('this clone has only the newest commits')
    expect(stderr).toContain(`run git fetch origin ${first}, or let diff do it with --fetch`)
  })

  it('fetches nothing unasked, and what is missing when asked', async () => {
    const folder = clone()
    expect((await diff(folder, `${first}..HEAD`)).code).toBe(2)
    const fetched = await diff(folder, `${first}..HEAD`, '--fetch')
    expect([fetched.code, fetched.stderr]).toEqual([0, ''])
    expect(fetched.stdout).toContain(longer)
  })

  it('without the files of earlier commits is told so, and not that there were none', async () => {
    origin.git('config', 'uploadpack.allowFilter', 'true')
    const folder = clone('--filter=blob:none')
    const { code, stdout, stderr } = await diff(folder, `${first}..HEAD`)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(
      /sso\.config\.yaml of [0-9a-f]{7} is not in this clone[\s\S]*git cat-file -e [0-9a-f]{40}, which fetches it/,
    )
  })

  it('fetches a branch of the remote by its name, and where it and HEAD parted', async () => {
    const folder = clone()
    const { code, stderr } = await diff(folder, 'origin/main')
    expect([code, stderr.includes('git fetch origin +refs/heads/main:refs/remotes/origin/main')]).toEqual([
      2,
      true,
    ])
    expect((await diff(folder, 'origin/main', '--fetch')).stdout).toContain(longer)
  })
})

describe('the exit code', () => {
  const { folder, write } = makeRepository({ 'sso.config.yaml': file('9h') })
  write('sso.config.yaml', file('8h').replace('name: Password', 'name: Passwords'))

  it.each<[string[], number]>([
    [[], 0],
    [['--fail-on', 'high'], 0],
    [['--fail-on', 'medium'], 1],
    [['--fail-on', 'any'], 1],
    [['--detailed-exitcode'], 2],
  ])('for a change of medium weight with %s is %i', async (flags, code) => {
    const said = await diff(folder, ...flags)
    expect(said.code).toBe(code)
    expect(said.stdout.includes(`✖ gate: --fail-on ${flags[1]}`)).toBe(code === 1)
  })

  it('of what is cosmetic is 0, and it is shown on demand', async () => {
    const cosmetic = makeRepository({ 'sso.config.yaml': file('8h') })
    cosmetic.write('sso.config.yaml', file('8h').replace('name: Password', 'name: Passwords'))
    const hidden = await diff(cosmetic.folder, '--fail-on', 'any')
    expect(hidden.code).toBe(0)
    expect(hidden.stdout).toContain('1 cosmetic change hidden (--include cosmetic)')
    const shown = await diff(cosmetic.folder, '--include', 'cosmetic', '--detailed-exitcode')
    expect(shown.code).toBe(0)
    expect(shown.stdout).toContain('~ name   Password → Passwords   cosmetic')
  })
})

describe('a file with an error', () => {
  const open = file('8h', '').replace(
    '  - {',
    `  - { id: github, type: github, name: GitHub, clientId: Ov23liExample0123456, clientSecret: { env: G }, autoRegister: { enabled: true } }\n  - {`,
  )
  const unreadable = 'version: 1\nsources: [\n'

  it('is told as validate tells it, and compared all the same where it can be read', async () => {
    const { folder, write } = makeRepository({ 'sso.config.yaml': file('8h') })
    write('sso.config.yaml', open)
    const { code, stdout, stderr } = await diff(folder)
    expect(code).toBe(1)
    expect(stderr).toContain(
      'error[autoregister/open-source]: anyone who has an account at "GitHub" would get an account here',
    )
    expect(stdout).toContain('the file is not valid (1 error): no server starts with it')
    expect(stdout).toContain('CRITICAL  sources[github]')
  })

  it('and cannot be read is no file to compare', async () => {
    const { folder, write } = makeRepository({ 'sso.config.yaml': file('8h') })
    write('sso.config.yaml', unreadable)
    const { code, stdout, stderr } = await diff(folder, '--format', 'json')
    expect(code).toBe(1)
    expect(stderr).toContain('error[yaml/syntax]')
    expect(JSON.parse(stdout)).toMatchObject({
      complete: false,
      changes: [],
      base: { state: 'valid' },
      head: { state: 'unreadable', errors: 1 },
    })
  })

  it('that was there before is said, and hides nothing', async () => {
    const { folder, write } = makeRepository({ 'sso.config.yaml': open })
    write(
      'sso.config.yaml',
      open.replace('8h', '9h').replace('clientSecret', 'allow: { organizations: [example] }, clientSecret'),
    )
    const { code, stdout } = await diff(folder)
    expect(code).toBe(0)
    expect(stdout).toContain('the file was invalid before, too (1 error), and is compared with what it says')
    expect(stdout).toContain('+ allow')
    expect(stdout).toContain(longer)
  })

  it('that kept it from being read before makes everything new', async () => {
    const { folder, write } = makeRepository({ 'sso.config.yaml': unreadable })
    write('sso.config.yaml', file('9h'))
    const { code, stdout } = await diff(folder)
    expect(code).toBe(0)
    expect(stdout).toContain(
      'the file could not be read before (1 error): everything that it says now is told as new',
    )
    expect(stdout).toContain('sources[local]')
    expect(stdout).toContain(longer)
  })
})
