import { expect, it } from 'vitest'
import type { ValueSchema } from '../options.ts'
import type { ConsoleUrls, Words } from '../plugin.ts'
import type { AnyPlugin } from '../plugins.ts'
import type { Rehearsal } from './rehearsal.ts'

/** All the addresses that a source of such a type can have. */
const urlsOf = ({ inApp, events }: AnyPlugin): ConsoleUrls =>
  Object.freeze({
    callback: 'https://sso.example.com/auth/rehearsal/callback',
    home: 'https://sso.example.com',
    ...(inApp && { inApp: 'https://sso.example.com/auth/rehearsal/in-app' }),
    ...(events && { events: 'https://sso.example.com/events/rehearsal' }),
    egressIps: Object.freeze(['203.0.113.7']),
  })

export function describeConsole(plugin: AnyPlugin, rehearsal: Rehearsal): void {
  const { properties } = plugin.options
  const urls = urlsOf(plugin)
  const given = () =>
    frozen(
      structuredClone({
        ...legible(rehearsal.options, properties),
        ...(rehearsal.allow && { allow: rehearsal.allow }),
      }),
    )
  const steps = () => plugin.console?.(given(), urls) ?? []

  it.runIf(plugin.console)('console steps are pure and name the addresses that the vendor asks for', () => {
    expect(steps()).toEqual(steps())
    // passwords that the server keeps itself have no vendor
    const values = steps().map(({ value }) => value ?? '')
    if (!rehearsal.password) expect(values).toContain(urls.callback)
    if (urls.inApp !== undefined) expect(values).toContainEqual(expect.stringContaining(urls.inApp))
    if (urls.events !== undefined) expect(values).toContain(urls.events)
  })

  it.runIf(plugin.console)(
    'console steps say everything in both languages, and into which key a thing goes',
    () => {
      const keys = [...Object.keys(properties), ...Object.keys(plugin.events?.properties ?? {})]
      for (const { place, field, value, note } of steps()) {
        for (const words of [place, field, ...(note ? [note] : [])]) expect(said(words)).toBe(true)
        if (value === null)
          for (const text of [note?.zh, note?.en])
            expect(text).toSatisfy((words = '') => keys.some(key => words.includes(key)))
        else expect(value).toMatch(/\S/)
      }
    },
  )

  it.runIf(plugin.starter)('has a starter with the keys that it requires and no others', () => {
    const keys = Object.keys(plugin.starter?.keys ?? {})
    expect(plugin.starter?.id).toMatch(/^[a-z][a-z0-9-]{0,62}$/)
    expect(said(plugin.starter?.name ?? { zh: '', en: '' })).toBe(true)
    expect(keys).toEqual(expect.arrayContaining([...(plugin.options.required ?? [])]))
    expect(keys.filter(key => key !== 'allow' && !Object.hasOwn(properties, key))).toEqual([])
    const secrets = keys.filter(key => 'x-secret' in (properties[key] ?? {}))
    for (const key of Object.keys(plugin.starter?.zh ?? {})) expect(keys).toContain(key)
    for (const key of secrets) expect(plugin.starter?.keys[key]).toBeTypeOf('object')
  })
}

const said = ({ zh, en }: Words): boolean => zh.trim() !== '' && en.trim() !== ''

type Options = Readonly<Record<string, unknown>>

/** The options as `sso-kit urls` hands them in: defaults filled, no secret, the names of references in their place. */
function legible(options: Options, schema: Readonly<Record<string, ValueSchema>>): Options {
  const entries = Object.entries(schema).flatMap(([key, described]): [string, unknown][] => {
    const value = options[key] ?? ('default' in described ? described.default : undefined)
    if ('properties' in described) return [[key, legible((value ?? {}) as Options, described.properties)]]
    if (value === undefined) return []
    return [[key, 'x-secret' in described ? `{ env: ${key.toUpperCase()} }` : value]]
  })
  return Object.fromEntries(entries)
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const below of Object.values(value)) frozen(below)
  return Object.freeze(value)
}
