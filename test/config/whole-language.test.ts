import { describe, expect, test } from 'vitest'
import { isScalar } from 'yaml'
import { hostKeys } from '../../src/config/schema/source.ts'
import { typeNames } from '../../src/config/types.ts'
import { type Entry, without } from './entries.ts'
import { data, entries, find, schemaOf, splice, text, thirds } from './whole.ts'

/**
 * One mistake in a file that has every key of the language is one message, at the place of the mistake. The kinds of
 * mistakes are those of mutation.test.ts; where the place cannot matter, every third key stands for its neighbours.
 */

const schemaOfParent = ({ at }: Entry) => schemaOf(at.slice(0, -1)) ?? {}
const isNamedFreely = (entry: Entry) => !Object.hasOwn(schemaOfParent(entry).properties ?? {}, entry.key)
const isRequired = (entry: Entry) => schemaOfParent(entry).required?.includes(entry.key) === true

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
    'sources[0].events.aesKey': 'dingtalk/event-keys',
    'sources[0].events.token': 'dingtalk/event-keys',
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
    'apps[4].userName': 'alibaba-cloud/chosen-username',
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
