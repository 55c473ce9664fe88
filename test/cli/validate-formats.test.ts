import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'
import { bad, excused, good, open, validating, warned } from './validating.ts'

afterAll(removeFolders)
const cwd = makeFolder({
  'good.yaml': good,
  'bad.yaml': bad,
  'warned.yaml': warned,
  'excused.yaml': excused('内网'),
})
const read = (name: string) => readFileSync(join(cwd, name), 'utf8')

/** What makes a text a document of its format. */
const isDocument: Record<string, (text: string) => void> = {
  json: text => expect(JSON.parse(text)).toHaveProperty('formatVersion', '1.1'),
  sarif: text => expect(JSON.parse(text)).toHaveProperty('runs.0.tool.driver.name', 'sso-kit'),
  gitlab: text => expect(Array.isArray(JSON.parse(text))).toBe(true),
  junit: text => expect(text).toMatch(/^<\?xml [\s\S]*<\/testsuites>\n$/),
}
const documents = Object.keys(isDocument)

describe.each(documents)('--format %s', format => {
  const check = (text: string) => isDocument[format]?.(text)

  test('is one document for good files and bad ones', async () => {
    for (const [names, code] of [
      [['good.yaml'], 0],
      [['good.yaml', 'bad.yaml'], 1],
    ] as const) {
      const said = await validating([...names, '--format', format], { cwd })
      expect(said).toMatchObject({ code, stderr: '' })
      check(said.stdout)
    }
  })

  test.each([
    ['a file that is not there', ['missing.yaml']],
    ['a flag that is not there', ['good.yaml', '--bogus']],
    ['a flag without its value', ['good.yaml', '--rule']],
    ['a rule that is not there', ['good.yaml', '--rule', 'x/y=off']],
    ['a level that is not there', ['good.yaml', '--fail-on', 'fatal']],
    ['a colour that is not there', ['good.yaml', '--color', 'red']],
    ['a pattern that matches nothing', ['*.yml']],
    ['a second format that is not there', ['good.yaml', '--format', 'xml']],
    ['a folder that cannot be written to', ['good.yaml', '--format', 'pretty=nowhere/x']],
  ])('is one document for %s, and the code is 2', async (_what, args) => {
    for (const all of [
      ['validate', '--format', format, ...args],
      ['validate', ...args, `--format=${format}`],
    ]) {
      const { code, stdout } = await command(all, { cwd })
      expect(code).toBe(2)
      // behind a flag that eats it there is no format
      if (stdout !== '' || all[1] === '--format') check(stdout)
    }
  })
})

test('GitLab’s document has no place for a failure: it is told on standard error', async () => {
  const { code, stdout, stderr } = await command(['validate', 'missing.yaml', '--format', 'gitlab'], { cwd })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '[]\n' })
  expect(stderr).toContain('there is no file')
})

test('the other documents say what failed', async () => {
  for (const format of ['json', 'sarif', 'junit', 'github']) {
    const { stdout } = await validating(['missing.yaml', '--format', format], { cwd })
    expect(stdout).toContain('missing.yaml')
  }
})

test('pretty and concise leave a failure to standard error', async () => {
  for (const format of ['pretty', 'concise']) {
    const { code, stdout, stderr } = await command(['validate', 'x.yaml', '--format', format], { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('there is no file')
  }
})

test('several at once: one on standard output, the others in files', async () => {
  const { code, stdout } = await validating(
    [
      'bad.yaml',
      ...['concise', 'json=a.json', 'sarif=b.sarif', 'gitlab=c.json', 'junit=d.xml', 'pretty=e.txt'].flatMap(
        each => ['--format', each],
      ),
    ],
    { cwd, tty: true },
  )
  expect(code).toBe(1)
  expect(stdout).toBe('bad.yaml:4:31: error[schema/unknown-key] unknown key "nmae" for source type "local"\n')
  isDocument.json?.(read('a.json'))
  isDocument.sarif?.(read('b.sarif'))
  isDocument.gitlab?.(read('c.json'))
  isDocument.junit?.(read('d.xml'))
  expect(read('e.txt')).toMatch(/^error\[schema\/unknown-key\]/)
})

test('a file gets its document also where there is no answer', async () => {
  const { code } = await command(['validate', 'missing.yaml', '--format', 'sarif=failed.sarif'], { cwd })
  expect(code).toBe(2)
  expect(JSON.parse(read('failed.sarif'))).toMatchObject({
    runs: [{ invocations: [{ executionSuccessful: false, exitCode: 2 }], results: [] }],
  })
})

test.each([
  ['two for standard output', ['json', 'sarif']],
  ['two for one file', ['json=x', 'sarif=x']],
  ['none in a file', ['json=']],
  ['one that is not there', ['jsonl']],
])('refuses %s', async (_what, formats) => {
  const args = ['validate', 'good.yaml', ...formats.flatMap(each => ['--format', each])]
  expect(await command(args, { cwd })).toMatchObject({ code: 2 })
})

test('a suppressed finding is in JSON and SARIF, and only counted for people', async () => {
  const json = JSON.parse((await validating(['excused.yaml', '--format', 'json'], { cwd })).stdout)
  expect(json).toMatchObject({
    valid: true,
    counts: { error: 0, suppressed: 1 },
    diagnostics: [{ rule: 'autoregister/open-source', suppressed: { reason: '内网', until: null } }],
  })
  const sarif = JSON.parse((await validating(['excused.yaml', '--format', 'sarif'], { cwd })).stdout)
  expect(sarif.runs[0].results[0].suppressions[0].justification).toBe('内网')
  expect((await validating(['excused.yaml'], { cwd })).stdout).toBe(
    '✔ excused.yaml   version 1 · 1 source · 1 secret reference (not resolved) · 1 suppressed\n',
  )
  for (const format of ['concise', 'github']) {
    expect((await validating(['excused.yaml', '--format', format], { cwd })).stdout).toBe('')
  }
  expect((await validating(['excused.yaml', '--format', 'gitlab'], { cwd })).stdout).toBe('[]\n')
})

describe('junit', () => {
  const cases = (text: string) => [...text.matchAll(/<testcase name="([^"]+)"/g)].map(([, name]) => name)

  test('has a case for every rule that ran', async () => {
    const { stdout } = await validating(['good.yaml', '--format', 'junit'], { cwd })
    expect(cases(stdout)).toContain('url/public-not-https')
    expect(cases(stdout)).not.toContain('secret/env-missing')
    const env = await validating(['good.yaml', '--format', 'junit', '--env', '--rule', 'id/duplicate=off'], {
      cwd,
    })
    expect(cases(env.stdout)).toContain('secret/env-missing')
    expect(cases(env.stdout)).not.toContain('id/duplicate')
  })

  test('and for no other where the file cannot be read', async () => {
    const { stdout } = await validating(['-', '--format', 'junit'], { cwd, stdin: 'a: [' })
    expect(cases(stdout).every(name => name?.startsWith('yaml/'))).toBe(true)
  })

  test('nor for those that look at an entry whose type is not known', async () => {
    const stdin = open.replace('type: github', 'type: githb')
    const { stdout } = await validating(['-', '--format', 'junit'], { cwd, stdin })
    const unseen = [
      'autoregister/open-source',
      'schema/missing-key',
      'secret/reused',
      'source/one-local',
      'suppress/unused',
    ]
    for (const rule of unseen) expect(cases(stdout)).not.toContain(rule)
    // that of an app is not known, or none is wrong
    const seen = [
      'app/nobody',
      'id/duplicate',
      'schema/unknown-type',
      'server/no-address',
      'session/lifetime',
      'url/public-not-https',
      'value/placeholder',
    ]
    for (const rule of seen) expect(cases(stdout)).toContain(rule)
    const corrected = await validating(['-', '--format', 'junit'], { cwd, stdin: open })
    expect(corrected.stdout).toMatch(/name="autoregister\/open-source"[^>]*>\s*<failure/)
  })
})

describe('github', () => {
  test('adds a page to the step’s summary, and says nothing where there is none', async () => {
    const file = join(cwd, 'summary.md')
    const env = { GITHUB_STEP_SUMMARY: file }
    await validating(['good.yaml', '--format', 'github'], { cwd })
    expect(existsSync(file)).toBe(false)
    await validating(['good.yaml', '--format', 'json'], { cwd, env })
    expect(existsSync(file)).toBe(false)
    await validating(['bad.yaml', '--format', 'github'], { cwd, env })
    await validating(['good.yaml', '--format', 'pretty', '--format', 'github=annotations'], { cwd, env })
    expect(read('summary.md').match(/^### sso-kit validate$/gm)).toHaveLength(2)
  })

  test('a summary that cannot be written changes nothing', async () => {
    const env = { GITHUB_STEP_SUMMARY: join(cwd, 'no/where') }
    expect(await validating(['good.yaml', '--format', 'github'], { cwd, env })).toMatchObject({ code: 0 })
  })
})
