import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { typeNames } from '../../src/config/types.ts'
import { pluginTypes } from '../../src/plugins.ts'
import { Editing } from './editing.ts'

/** What is proposed for an entry of a list, and what the file is when it is taken. */
describe('an editor', () => {
  let editor: Editing
  beforeAll(async () => {
    editor = await Editing.start()
  })
  afterAll(() => editor.stop())

  const sources = 'version: 1\npublicUrl: https://sso.example.com\nsources:\n'
  const apps = `server: { trustedProxies: [127.0.0.1/32] }\n${sources}  - { id: local, type: local, name: Password }\napps:\n`
  const lists = [
    { list: 'sources', before: sources, types: [...pluginTypes] },
    { list: 'apps', before: apps, types: [...typeNames.apps] },
  ] as const

  describe.each(lists)('in $list', ({ list, before, types }) => {
    const compiled = async (text: string) => {
      const { config, diagnostics } = await compile(`${text}\n`, { file: 'x.yaml' })
      // but to be filled in
      return { config, wrong: diagnostics.filter(({ rule }) => rule !== 'value/placeholder') }
    }

    it.each(types)('puts in an entry of type %s that needs nothing more, behind a dash', async type => {
      const { config, wrong } = await compiled(await editor.take(`${before}  - ▮`, type))
      expect(wrong).toEqual([])
      expect(config?.[list].at(-1)?.type).toBe(type)
    })

    it.each(types)('puts in an entry of type %s that needs nothing more, on an empty line', async type => {
      const { config, wrong } = await compiled(await editor.take(`${before}  ▮`, type))
      expect(wrong).toEqual([])
      expect(config?.[list].at(-1)?.type).toBe(type)
    })

    it.each(types)('puts in what an entry of type %s has not yet', async type => {
      const text = await editor.take(`${before}  - id: my-own\n    type: ${type}\n    ▮`, 'the missing keys')
      const { config, wrong } = await compiled(text)
      expect(wrong).toEqual([])
      expect(config?.[list].at(-1)).toMatchObject({ id: 'my-own', type })
    })

    it.each(types)('leaves a place for each value of type %s but the type', async type => {
      const proposals = await editor.proposals(`${before}  - ▮`)
      const body = proposals.find(({ label }) => label === type)?.insertText ?? ''
      const values = body.split('\n').filter(line => !/:$|^ *type: /.test(line))
      expect(values.length).toBeGreaterThan(1)
      for (const line of values) expect(line).toMatch(/(: |- )"?\$\{\d+:[^}]+\}"?$/)
    })

    it('proposes the entries first, and none but one per type', async () => {
      const proposals = await editor.proposals(`${before}  - ▮`)
      const sorted = proposals.toSorted((one, other) => (key(one) < key(other) ? -1 : 1))
      expect(sorted.slice(0, types.length).map(({ label }) => label)).toEqual(types.toSorted())
      const entries = proposals.filter(({ insertText = '' }) => /^ *type: /m.test(insertText))
      expect(entries.map(({ label }) => label).toSorted()).toEqual([...types, 'type'].toSorted())
    })

    it.each(['id: my-own', 'type: ', 'name: Mine'])(
      'proposes no entry within one that begins with %s',
      async first => {
        const labels = await editor.labels(`${before}  - ${first}\n    ▮`)
        expect(labels.filter(label => types.some(type => type === label))).toEqual([])
        expect(labels).toContain(first.startsWith('type') ? 'id' : 'type')
      },
    )

    it('proposes besides only the keys of every type', async () => {
      const labels = await editor.labels(`${before}  - ▮`)
      expect(labels).toEqual(expect.arrayContaining(['id', 'type', 'name']))
      expect(labels.filter(label => /^(corpId|issuer|redirectUris|hosts)$/.test(label))).toEqual([])
    })

    it.each(types)('calls an entry of type %s after its own type', async type => {
      const entry = `${before}  - type: ${type}\n    ▮`
      const [own] = /(?<=- id: ).*/.exec(await editor.take(`${before}  - ▮`, type)) ?? []
      expect(await editor.take(entry, 'id')).toMatch(new RegExp(`\\n {4}id: ${own}$`))
      expect(await editor.take(entry, 'name')).not.toMatch(type === 'oidc' ? /钉钉/ : /钉钉|Wiki/)
    })
  })

  it('puts in what a file has to have', async () => {
    for (const begun of ['▮', 'version: 1\n▮', 'ui: { title: Example }\n▮']) {
      const { diagnostics } = await compile(await editor.take(begun, 'the missing keys'), { file: 'x.yaml' })
      expect(diagnostics.filter(({ rule }) => rule !== 'value/placeholder')).toEqual([])
    }
  })
})

const key = ({ sortText, label }: { sortText?: string; label: string }) => sortText ?? label
