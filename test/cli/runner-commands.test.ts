import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { visible } from '../../src/diagnostics/visible.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

// https://github.com/actions/runner: ActionCommand.cs looks for both; azure-pipelines-agent: Command.cs
const isCommand = (line: string) => /##[a-z]*\[/i.test(line) || /^\s*::/.test(line)
const commands = (text: string) => text.split('\n').filter(isCommand)

const head = 'version: 1\npublicUrl: https://sso.example.com\n'
const good = `${head}ui: { title: "##[stop-commands]t", contact: "::set-output name=x::y" }
sources:
  - { id: local, type: local, name: Local }
grants:
  - { id: all, when: { source: local }, groups: ["##vso[task.complete]x"] }
  - { id: some, when: { group: "##vso[task.complete]x" }, groups: ["::add-mask::y"] }
`
const bad = `${head}"##[x]true": 1 # ##[group]
sources:
  - { id: local, type: local, name: Local, "##VSO[task.setvariable variable=a]b": 1 }
  - { id: other, type: "##[set-output name=approved]true", name: "\\n::error::z" }
`

describe('what a file says is no command to the runner of a pipeline', () => {
  it.each(['pretty', 'concise', 'junit', 'json', 'sarif', 'gitlab'])('validate --format %s', async format => {
    const { stdout } = await command(['validate', '--format', format], {
      cwd: makeFolder({ 'sso.config.yaml': bad }),
    })
    expect(commands(stdout)).toEqual([])
    // and a reader sees which sign it is
    expect(stdout).toMatch(/\\u0023#\[set-output name=approved\]true/)
  })

  it.each(['yaml', 'json'])('print --format %s, which means the same', async format => {
    const { stdout, code } = await command(['print', '--format', format], {
      cwd: makeFolder({ 'sso.config.yaml': good }),
    })
    expect([code, commands(stdout)]).toEqual([0, []])
    expect(parse(stdout)).toMatchObject({
      ui: parse(good).ui,
      grants: [{}, { when: parse(good).grants[1].when }],
    })
  })

  it.each([
    [['urls', '--source', '##[x]y']],
    [['explain', '::error::x']],
    [['validate', '::set-output name=x::y.yaml']],
    [['##[x]y']],
  ])('an error that quotes what was typed: %j', async words => {
    const { stderr, code } = await command(words, { cwd: makeFolder({ 'sso.config.yaml': good }) })
    expect([code, commands(stderr)]).toEqual([2, []])
    expect(stderr).toMatch(/^error: /)
  })

  it('nor in a line of a difference', async () => {
    const old = `${good}moved:\n  - { from: x, to: local } # ##[group]\n`
    const { stdout } = await command(['migrate', '--prune-moved'], {
      cwd: makeFolder({ 'sso.config.yaml': old }),
    })
    expect(stdout).toContain('\\u0023#[group]')
    expect(commands(stdout)).toEqual([])
  })
})

describe('written out is the first sign alone', () => {
  it.each([
    ['##[group]a', '\\u0023#[group]a'],
    ['a ###[b] ##vso[c]', 'a #\\u0023#[b] \\u0023#vso[c]'],
    ['::error::a', '\\u003a:error::a'],
    ['\t ::error', '   \\u003a:error'],
    ['## [a] #[b] a::b :a', '## [a] #[b] a::b :a'],
  ])('%s', (text, seen) => {
    expect(visible(text)).toBe(seen)
  })
})
