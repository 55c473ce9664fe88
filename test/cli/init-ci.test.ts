import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'
import { good } from './validating.ts'

afterAll(removeFolders)

const ci = async (words: string[], files: Record<string, string> = {}, folder = '') => {
  const root = makeFolder(files)
  return { ...(await command(['init', 'ci', ...words], { cwd: join(root, folder) })), root }
}

describe('init ci', () => {
  it.each(['github', 'gitlab'])('prints the very job of docs/commands/diff.md: %s', async platform => {
    const { code, stdout, root } = await ci([platform], { 'sso.config.yaml': good })
    const page = readFileSync(new URL('../../docs/commands/diff.md', import.meta.url), 'utf8')
    expect([code, page]).toEqual([0, expect.stringContaining(`\`\`\`yml\n${stdout}\`\`\`\n`)])
    expect([existsSync(join(root, '.github')), existsSync(join(root, '.gitlab-ci.yml'))]).toEqual([
      false,
      false,
    ])
  })

  it('names the files by their paths from the root of the repository', async () => {
    const files = { 'deploy/a b/sso.config.yaml': good }
    const found = await ci(['github'], files, 'deploy/a b')
    expect(parse(found.stdout).on.pull_request.paths).toEqual(['deploy/a b/sso.config.yaml'])
    expect(found.stdout).toContain("sso-kit validate -c 'deploy/a b/sso.config.yaml' --format")
    const named = await ci(['gitlab', '-c', 'base.yaml+prod.yaml'])
    expect(parse(named.stdout).sso.rules[0].changes).toEqual(['base.yaml', 'prod.yaml'])
    expect(named.stdout).toContain('sso-kit validate -c base.yaml+prod.yaml --format')
  })

  it('writes it only where it is told to, and over nothing', async () => {
    const file = '.github/workflows/sso.yml'
    const { code, stdout, root } = await ci(['github', '-o', file])
    expect([code, stdout]).toEqual([0, `wrote ${file}\n`])
    expect(parse(readFileSync(join(root, file), 'utf8')).jobs.sso.steps).toHaveLength(5)
    const again = await command(['init', 'ci', 'gitlab', '-o', file], { cwd: root })
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('is there already')])
  })

  it.each([
    [[], 'for which platform?'],
    [['jenkins'], 'there is no platform "jenkins"\n  help: choose github or gitlab'],
    [['github', 'gitlab'], '"gitlab" is one word too many'],
  ])('%j: %s', async (words, told) => {
    const { code, stderr } = await ci(words)
    expect([code, stderr]).toEqual([2, expect.stringContaining(told)])
  })
})
