import { describe, expect, test } from 'vitest'
import { isMap, isScalar, isSeq } from 'yaml'
import { compile } from '../../src/config/compile.ts'
import type { Entry } from './entries.ts'
import { entries, find, schemaOf, splice, text, thirds } from './whole.ts'

/** One wrong value in a file that has every key of the language is one message, at its place. */
const isSecret = ({ at }: Entry) => schemaOf(at)?.['x-secret'] === true

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
    const [first, ...more] = diagnostics
    expect(first?.path.slice(0, 2)).toEqual(at.slice(0, 2))
    // the keys say which type they are of, where it is one alone
    if (first?.rule === 'schema/wrong-type') expect([first.path, more]).toEqual([at, []])
    else
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
