import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isMap, isScalar, isSeq, parse } from 'yaml'
import { compile } from '../../src/config/compile.ts'
import { hostKeys } from '../../src/config/schema/source.ts'
import { type SchemaOf, schemasOf } from '../../src/config/schemas.ts'
import { loadTypes, typeNames } from '../../src/config/types.ts'
import { type Entry, entriesOf, without } from './entries.ts'

/**
 * One mistake in a file that has every key of the language is one message, at the place of the mistake. The kinds of
 * mistakes are those of mutation.test.ts; where the place cannot matter, every third key stands for its neighbours.
 */
const text = readFileSync(new URL('ok/whole-language.yaml', import.meta.url), 'utf8')
const data = parse(text)
const entries = entriesOf(text)
const thirds = <T>(all: readonly T[]) => all.filter((_, index) => index % 3 === 0)

const schemaOf: SchemaOf = schemasOf(data, await loadTypes(data))
const schemaOfParent = ({ at }: Entry) => schemaOf(at.slice(0, -1)) ?? {}
const isNamedFreely = (entry: Entry) => !Object.hasOwn(schemaOfParent(entry).properties ?? {}, entry.key)
const isRequired = (entry: Entry) => schemaOfParent(entry).required?.includes(entry.key) === true
const isSecret = ({ at }: Entry) => schemaOf(at)?.['x-secret'] === true

const splice = (start: number, end: number, instead: string) =>
  text.slice(0, start) + instead + text.slice(end)
const find = async (changed: string) =>
  (await compile(changed, { file: 'x.yaml' })).diagnostics.map(({ rule, range }) => ({
    rule,
    at: range.start.offset,
  }))

describe('the file', () => {
  test('has every key of the top level, of every list there and of every app type', () => {
    const there = new Set(entries.map(({ at }) => at.filter(step => typeof step === 'string').join('.')))
    expect(missingKeys([], '').filter(path => !there.has(path))).toEqual([])
    const types = new Set((data.apps as { type: string }[]).map(({ type }) => type))
    expect([...types].sort()).toEqual(typeNames.apps)
  })

  test.each([...data.sources, ...data.apps].map(({ id }: { id: string }) => id))(
    'has every key of the type of %s, in one of its entries',
    id => {
      const list = data.apps.some((app: { id: string }) => app.id === id) ? 'apps' : 'sources'
      const index = data[list].findIndex((entry: { id: string }) => entry.id === id)
      const sameType = data[list].filter(({ type }: { type: string }) => type === data[list][index].type)
      const written = new Set(sameType.flatMap((entry: object) => Object.keys(entry)))
      const own = Object.keys(schemaOf([list, index])?.properties ?? {})
      // the keys of the host are in the first entry, whatever its type
      const here = own.filter(key => list === 'apps' || !hostKeys.includes(key))
      const ofHost = ['description', 'enabled']
      expect(here.filter(key => !written.has(key) && !ofHost.includes(key))).toEqual([])
    },
  )

  function missingKeys(at: readonly (string | number)[], path: string, deep = 6): string[] {
    if (deep === 0 || at[0] === 'sources' || at[0] === 'apps') return []
    // written out in grants, where names and sum stand together
    if (at.at(-1) === 'permissions' && at[0] !== 'grants') return []
    const schema = schemaOf(at)
    const below = Object.keys(schema?.properties ?? {})
    // a reference is one of four, and a condition lies in another one
    if (schema?.properties?.credential || at.filter(step => step === 'when').length > 1) return []
    const inList = schema?.items ? missingKeys([...at, 0], path, deep - 1) : []
    const named = below.filter(key => !['all', 'any', 'not'].includes(key))
    return [
      ...inList,
      ...named.flatMap(key => {
        const here = path === '' ? key : `${path}.${key}`
        return [here, ...missingKeys([...at, key], here, deep - 1)]
      }),
    ]
  }
})

describe('a misspelt key', () => {
  test.each(entries.filter(entry => !isNamedFreely(entry)))('$path', async ({ keyAt, keyEnd }) => {
    const misspelt = text.slice(keyAt, keyEnd) + text.charAt(keyEnd - 1)
    expect(await find(splice(keyAt, keyEnd, misspelt))).toEqual([{ rule: 'schema/unknown-key', at: keyAt }])
  })

  const fields = entries.filter(({ at }) => at.at(-2) === 'fields' && !at.at(-1)?.toString().includes('.'))
  test.each(fields)('$path: a field that nobody has', async ({ keyAt, keyEnd }) => {
    const misspelt = text.slice(keyAt, keyEnd) + text.charAt(keyEnd - 1)
    expect(await find(splice(keyAt, keyEnd, misspelt))).toEqual([{ rule: 'schema/wrong-type', at: keyAt }])
  })
})

describe('a key that is there twice', () => {
  const written = entries.filter(({ flow, value }) => !flow && isScalar(value))
  test.each(thirds(written))('$path', async ({ keyAt, end }) => {
    const indent = keyAt - text.lastIndexOf('\n', keyAt) - 1
    const again = `\n${' '.repeat(indent)}${text.slice(keyAt, end)}`
    expect(await find(splice(end, end, again))).toEqual([
      { rule: 'yaml/duplicate-key', at: end + 1 + indent },
    ])
  })
})

describe('a key without a value', () => {
  test.each(thirds(entries.filter(({ flow }) => !flow)))('$path', async ({ key, keyAt, valueAt, end }) => {
    const rule = key === 'version' ? 'schema/version' : 'schema/wrong-type'
    expect(await find(splice(valueAt, end, ''))).toEqual([{ rule, at: keyAt }])
  })
})

describe('a value of another type', () => {
  const scalars = entries.filter(({ value }) => isScalar(value))
  test.each(thirds(scalars))('$path', async ({ key, at, valueAt, end }) => {
    const rule = key === 'version' ? 'schema/version' : 'schema/wrong-type'
    // where a list of texts may stand, it is the entry that is wrong
    const inside = schemaOf(at)?.type?.includes('array') ? 1 : 0
    expect(await find(splice(valueAt, end, '[[]]'))).toEqual([{ rule, at: valueAt + inside }])
  })

  const maps = entries.filter(({ value }) => isMap(value))
  test.each(maps)('$path: a list where a map belongs', async ({ at, valueAt, end }) => {
    const found = await find(splice(valueAt, end, '[a, b]'))
    // permissions may be a list of names
    if (at.at(-1) === 'permissions')
      expect(found.map(({ rule }) => rule)).toEqual(['permission/unknown-name', 'permission/unknown-name'])
    else expect(found).toEqual([{ rule: 'schema/wrong-type', at: valueAt }])
  })

  const lists = entries.filter(({ value }) => isSeq(value))
  test.each(lists)('$path: a number where a list belongs', async ({ at, valueAt, end }) => {
    const rule = at.at(-1) === 'permissions' ? 'permission/unnamed-sum' : 'schema/wrong-type'
    expect(await find(splice(valueAt, end, '7'))).toEqual([{ rule, at: valueAt }])
  })
})

describe('a missing key', () => {
  test.each(entries.filter(isRequired))('$path', async entry => {
    const [found, ...others] = await find(without(text, entry))
    expect(others).toEqual([])
    expect(found?.rule).toMatch(/^schema\/(missing-key|version|wrong-type)$/)
    expect(found?.at).toSatisfy((at: number) => isAtItsMap(at, entry))
  })

  /** What a key that may be missing is missed for. */
  const missed: Readonly<Record<string, string | readonly string[]>> = {
    server: 'forward-auth/trusted-proxies',
    'server.trustedProxies': 'forward-auth/trusted-proxies',
    apps: 'ref/unknown',
    'sources[0].sync': ['sync/no-scheduled-fallback', 'grant/never-met'],
    'sources[0].sync.fields': 'grant/never-met',
    'sources[0].sync.fields.attributes.costCenter': 'grant/never-met',
    'sources[0].sync.fields.attributes.Site_Code': 'grant/never-met',
    'sources[1].sync': 'sync/no-scheduled-fallback',
    'sources[1].endpoints.login': 'welink/api-of-another-cloud',
    'sources[1].endpoints.api': 'welink/api-of-another-cloud',
    'sources[3].endpoints.login': 'github/api-of-another-server',
    'sources[3].endpoints.api': 'github/api-of-another-server',
    'sources[4].allow': 'autoregister/open-source',
    'sources[4].serviceAccountKey': 'google/directory-account',
    'sources[4].directoryAdmin': 'google/directory-account',
    'sources[6].allow': 'autoregister/open-source',
    'apps[2].accountId': 'alibaba-cloud/for-this-way',
    'apps[2].roles': 'alibaba-cloud/for-this-way',
    'apps[3].accountId': 'alibaba-cloud/for-this-way',
    'apps[3].userName': 'alibaba-cloud/chosen-username',
    'apps[4].directory': 'alibaba-cloud/for-this-way',
    'apps[5].entityId': 'app/saml-metadata',
    'apps[5].acsUrl': 'app/saml-metadata',
    'apps[6].metadata': 'app/saml-metadata',
    'grants[1].permissions': 'grant/gives-nothing',
  }
  const optional = entries.filter(entry => !isRequired(entry) && !entry.only)
  const looked = optional.filter(({ path }, index) => index % 3 === 0 || missed[path] !== undefined)
  test.each(looked)('$path may be missing', async entry => {
    const found = await find(without(text, entry))
    expect(found.map(({ rule }) => rule)).toEqual([missed[entry.path] ?? []].flat())
  })

  test('every exception is one', () => {
    const paths = new Set(optional.map(({ path }) => path))
    expect(Object.keys(missed).filter(path => !paths.has(path))).toEqual([])
  })

  function isAtItsMap(at: number, entry: Entry): boolean {
    if (at === entry.first || at === entry.holder) return true
    // the first key is the missing one: then the next, or where the map begins
    return entry.keyAt === entry.first && at >= entry.keyAt - 4 && at <= text.indexOf(':', entry.end)
  }
})

describe('a word that is none of those that are allowed', () => {
  const words = entries.filter(({ at, value }) => {
    const { enum: allowed, then } = schemaOf(at) ?? {}
    return isScalar(value) && typeof value.value === 'string' && (allowed ?? then?.enum) !== undefined
  })
  test('are enough', () => expect(words.length).toBeGreaterThan(20))
  test.each(words)('$path', async ({ valueAt, end }) => {
    expect(await find(splice(end, end, text.charAt(end - 1)))).toEqual([
      { rule: 'schema/wrong-type', at: valueAt },
    ])
  })
})

describe('a secret in the file', () => {
  test.each(entries.filter(isSecret))('$path', async ({ valueAt, end }) => {
    expect(await find(splice(valueAt, end, 'hunter2'))).toEqual([{ rule: 'secret/inline', at: valueAt }])
  })
})

describe('an id', () => {
  const ids = (list: string) =>
    entries.filter(({ at }) => at[0] === list && at.length === 3 && at[2] === 'id')
  const written = ({ valueAt, end }: Entry) => text.slice(valueAt, end)
  const pairs = ['sources', 'apps', 'grants'].flatMap(list => {
    const all = ids(list)
    return all.slice(1).map((second, index) => ({ list, first: all[index] as Entry, second }))
  })

  test.each(pairs)('$second.path: the one of the entry before it', async ({ list, first, second }) => {
    const changed = splice(second.valueAt, second.end, written(first))
    const found = await find(changed)
    expect(found[0]?.rule).toSatisfy((rule: string) => ['id/duplicate', 'ref/unknown'].includes(rule))
    const twice = found.filter(({ rule }) => rule === 'id/duplicate')
    expect(twice).toEqual([{ rule: 'id/duplicate', at: second.valueAt }])
    // whoever speaks of the id that is gone is told so
    expect(found.filter(({ rule }) => !['id/duplicate', 'ref/unknown'].includes(rule))).toEqual([])
    if (list === 'grants') expect(found).toHaveLength(1)
  })

  test.each(pairs)('$second.path: changed with the one before it', async ({ first, second }) => {
    const changed =
      text.slice(0, first.valueAt) +
      written(second) +
      text.slice(first.end, second.valueAt) +
      written(first) +
      text.slice(second.end)
    const found = await find(changed)
    // nobody can see it but where an id is kept for one type
    expect(found.map(({ rule }) => rule)).toEqual(written(second) === 'local' ? ['id/reserved'] : [])
  })
})

describe('a type', () => {
  const types = entries.filter(({ at }) => at.length === 3 && at[2] === 'type')
  test.each(types)('$path: there is no such', async ({ valueAt, end }) => {
    expect(await find(splice(valueAt, end, 'telnet'))).toEqual([{ rule: 'schema/unknown-type', at: valueAt }])
  })

  const apps = types.filter(({ at }) => at[0] === 'apps')
  test.each(apps)('$path: another one is a mistake of this app only', async ({ at, valueAt, end }) => {
    const other = text.slice(valueAt, end) === 'oidc' ? 'alist' : 'oidc'
    const { diagnostics } = await compile(splice(valueAt, end, other), { file: 'x.yaml' })
    expect(diagnostics.length).toBeGreaterThan(0)
    for (const { rule, path } of diagnostics) {
      expect(rule).toMatch(/^schema\/(unknown|missing)-key$/)
      expect(path.slice(0, 2)).toEqual(at.slice(0, 2))
    }
  })
})

describe('a reference to nothing', () => {
  const mentions: { what: string; at: number; end: number }[] = []
  for (const { at, key, value, path, valueAt, end } of entries) {
    const isMention =
      (key === 'source' && at[0] !== 'sources') ||
      (key === 'sources' && at.length > 1) ||
      (key === 'to' && at[0] === 'moved')
    if (!isMention) continue
    if (!isSeq(value)) mentions.push({ what: path, at: valueAt, end })
    else
      for (const item of value.items)
        if (isScalar(item) && item.range)
          mentions.push({ what: `${path}: ${item.value}`, at: item.range[0], end: item.range[1] })
  }

  test('are enough', () => expect(mentions.length).toBeGreaterThan(10))
  test.each(mentions)('$what', async ({ at, end }) => {
    expect(await find(splice(end, end, 'x'))).toEqual([{ rule: 'ref/unknown', at }])
  })
})
