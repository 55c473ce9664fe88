import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { errors } from '../../src/errors.ts'
import { schemaOf } from '../../src/scenarios/schema.ts'
import { makeFolder, removeFolders } from '../cli/folder.ts'
import { command } from '../cli/io.ts'

afterAll(removeFolders)

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
const page = read('scenario-tests.md')
const blocks = (text: string) =>
  [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, body = '']) => body)
const [configuration = '', whole = '', ...entries] = blocks(page)

describe('docs/scenario-tests.md', () => {
  it('shows a configuration without a problem', async () => {
    const cwd = makeFolder({ 'sso.config.yaml': configuration })
    const { code, stdout, stderr } = await command(['validate', '--strict'], { cwd })
    expect([code, stderr, stdout.match(/^\S/)?.[0]]).toEqual([0, '', '✔'])
  })

  const samples: [name: string, text: string][] = [
    ['a whole file', whole],
    ...entries.map((text): [string, string] => {
      const [{ name }] = parse(text) as [{ name: string }]
      return [name, `config: ./sso.config.yaml\ntests:\n${text.replace(/^(?=.)/gm, '  ')}`]
    }),
  ]
  it.each(samples)('shows scenarios that pass: %s', async (_name, text) => {
    const cwd = makeFolder({ 'sso.config.yaml': configuration, 'a.sso-test.yaml': text })
    const { code, stdout } = await command(['test'], { cwd })
    expect([code, stdout]).toEqual([0, expect.stringContaining('✔')])
  })

  it('has the same samples in Chinese', () => {
    expect(blocks(read('scenario-tests.zh-CN.md'))).toEqual(blocks(page))
  })

  it.each(['scenario-tests.md', 'scenario-tests.zh-CN.md'])('names every key and every refusal: %s', name => {
    const page = read(name)
    const keys = (...path: string[]) => Object.keys(schemaOf(['tests', 0, ...path])?.properties ?? {})
    const all = [...keys('signIn'), ...keys('expect'), ...keys('expect', 'account')]
    expect(all.length).toBeGreaterThan(20)
    expect(all.filter(key => !page.includes(`\`${key}\``) && !page.includes(`\`${key}: true\``))).toEqual([])
    const refusals = (schemaOf(['tests', 0, 'expect', 'refused'])?.enum ?? []).map(String)
    expect(refusals.filter(code => !page.includes(`\`${code}\``))).toEqual([])
    expect(refusals.every(code => Object.hasOwn(errors, code.replaceAll('-', '_')))).toBe(true)
  })
})
