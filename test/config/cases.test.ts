import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import type { Levels } from '../../src/config/binding.ts'
import { compile } from '../../src/config/compile.ts'
import { disk } from '../../src/config/plugins/reader.ts'
import { environmentRules, offByDefault, ruleIds } from '../../src/config/rule-ids.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'

/**
 * A case is a file. `ok/*.yaml` stays silent; `err/GROUP-RULE.yaml` (or `GROUP-RULE.what.yaml`) is told as its `.out`
 * says. Their plugins are in `plugins/`. A rule that is off by itself is a warning for the cases of its name.
 * UPDATE=1 writes the `.out` files: read them before you commit them.
 */
const folder = (name: string) => new URL(`${name}/`, import.meta.url)
const cases = (name: string) => readdirSync(folder(name)).filter(file => /\.ya?ml$/.test(file))

const nameOf = (file: string) => basename(file).split('.')[0]
const caseOf = (rule: string) => rule.replace('/', '-')
const asked = (file: string): Levels =>
  Object.fromEntries(
    offByDefault.filter(rule => caseOf(rule) === nameOf(file)).map(rule => [rule, 'warning']),
  )

async function output(name: string, file: string) {
  const { files, diagnostics, config } = await compile(readFileSync(new URL(file, folder(name))), {
    file,
    folder: import.meta.dirname,
    reader: disk,
    levels: asked(file),
  })
  return { out: pretty(files, diagnostics), diagnostics, config }
}

test.each(cases('ok'))('says nothing about ok/%s', async file => {
  const { out, config } = await output('ok', file)
  expect(out).toBe('')
  expect(config).toBeDefined()
})

test.each(cases('err'))('explains err/%s', async file => {
  const { out, diagnostics } = await output('err', file)
  const expected = new URL(file.replace(/ya?ml$/, 'out'), folder('err'))
  if (process.env.UPDATE === '1') writeFileSync(expected, out)
  expect(existsSync(expected), 'no .out file: run with UPDATE=1 and read it').toBe(true)
  expect(out).toBe(readFileSync(expected, 'utf8'))
  expect(diagnostics.map(({ rule }) => caseOf(rule))).toContain(nameOf(file))
})

test('every rule has a case', () => {
  const covered = new Set(cases('err').map(nameOf))
  // a plugin that fails, a second file, the environment and the day are not something a file can bring about
  const elsewhere = [
    'source/rule-failed',
    'schema/empty-overlay',
    'schema/overlay-order',
    'moved/replaced',
    'grant/widened-not',
    'suppress/expired',
    ...environmentRules,
  ]
  const missing = ruleIds.filter(rule => !covered.has(caseOf(rule)) && !elsewhere.includes(rule))
  expect(missing).toEqual([])
})
