import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Levels } from '../../src/config/binding.ts'
import { compile } from '../../src/config/compile.ts'
import { disk } from '../../src/config/plugins/reader.ts'
import { environmentRules, offByDefault, ruleIds } from '../../src/config/rule-ids.ts'
import { pluginTypes } from '../../src/plugins.ts'

const folder = new URL('../../docs/rules/', import.meta.url)
const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.md'))
  .map(name => name.replaceAll('\\', '/').replace(/\.md$/, ''))

/** Pages without a file to show: nobody could see it, it is too long, or no file can bring it about. */
const unprintable = [
  'yaml/bidi-control',
  'yaml/encoding',
  'yaml/too-large',
  'source/rule-failed',
  // a file that is laid over another one: test/config/overlay-messages.test.ts
  'schema/empty-overlay',
  'schema/overlay-order',
  'moved/replaced',
  'grant/widened-not',
  // what is wrong with these is not in the file: test/config/environment.test.ts
  ...environmentRules,
  // what was excused is told beside it: test/config/suppress.test.ts
  'suppress/expired',
]

test('every rule has a page, and every page a rule', () => {
  // the rules of a source type are known only to its plugin
  const host = pages.filter(page => !pluginTypes.includes(page.split('/')[0] ?? ''))
  expect(host.sort()).toEqual([...ruleIds])
})

describe.each(pages)('%s', rule => {
  const page = readFileSync(new URL(`${rule}.md`, folder), 'utf8')

  test('begins with its name', () => {
    expect(page.split('\n')[0]).toBe(`# ${rule}`)
  })

  if (unprintable.includes(rule)) return
  test('shows a file that is wrong for this reason only, and one that is right', async () => {
    const [wrong, right] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) =>
      complete(text),
    )
    const levels: Levels = offByDefault.includes(rule) ? { [rule]: 'warning' } : {}
    const found = await compile(wrong ?? '', { file: 'wrong.yaml', levels, ...surroundings })
    expect([...new Set(found.diagnostics.map(one => one.rule))]).toEqual([rule])
    expect((await compile(right ?? '', { file: 'right.yaml', levels, ...surroundings })).diagnostics).toEqual(
      [],
    )
  })
})

/** The plugins that pages speak of are those of the cases. */
const surroundings = { folder: import.meta.dirname, reader: disk }

/** Pages show the lines that matter; the rest of a smallest file is put around them. */
function complete(text: string): string {
  const lacks = (key: string) => !new RegExp(`^${key}:`, 'm').test(text)
  const head = `${lacks('version') ? 'version: 1\n' : ''}${lacks('publicUrl') ? 'publicUrl: https://sso.example.com\n' : ''}`
  const sources = lacks('sources') ? 'sources:\n  - { id: local, type: local, name: Password }\n' : ''
  return text.startsWith('%') ? text.replace('---\n', `---\n${head}`) + sources : splice(text, head, sources)
}

/** A second document keeps its own place. */
function splice(text: string, head: string, sources: string): string {
  const [first = '', ...others] = text.split(/^(?=---\n)/m)
  return [head + first + sources, ...others].join('')
}
