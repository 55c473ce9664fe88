import type { AppConfig, Config } from '../config/config.ts'
import type { Finding } from '../config/finding.ts'
import { unknownIn } from '../config/rules/permission/unknown-name.ts'
import { suggest } from '../config/suggest.ts'
import { list, quote } from '../config/words.ts'
import type { Path } from '../diagnostics/diagnostic.ts'
import type { Before, Expected, Permissions, Scenario } from './file.ts'
import { nameId, nameIn, namesTold, speaks, type Way, ways } from './telling.ts'

/** What a scenario says that the configuration knows nothing of: a misspelt name would expect nothing at all. */
export function mistakesIn(scenario: Scenario, at: Path, config: Config): Finding[] {
  const { accounts = [], signIn, expect } = scenario
  const people = [
    { at: [...at, 'signIn'], source: signIn.source },
    ...accounts.flatMap(({ identities = [] }, index) =>
      identities.map(({ source }, place) => ({
        at: [...at, 'accounts', index, 'identities', place],
        source,
      })),
    ),
  ]
  return [
    ...people.flatMap(({ at, source }) => unknownId([...at, 'source'], 'source', source, config.sources)),
    ...accounts.flatMap(({ permissions }, index) =>
      unknownPermissions([...at, 'accounts', index, 'permissions'], permissions, config),
    ),
    ...accounts.flatMap((account, index) => wrongDirectory(account, [...at, 'accounts', index], config)),
    ...mistakesInExpected(expect, [...at, 'expect'], config),
  ]
}

function mistakesInExpected(expected: Expected, at: Path, config: Config): Finding[] {
  const { refused, account, apps } = expected
  const others = Object.keys(expected).filter(key => key !== 'refused')
  return [
    ...(refused !== undefined && others.length > 0 ? [besideRefused(at, others)] : []),
    ...unknownPermissions([...at, 'account', 'permissions'], account?.permissions, config),
    ...(['allowed', 'denied'] as const).flatMap(key =>
      (apps?.[key] ?? []).flatMap((id, index) =>
        unknownId([...at, 'apps', key, index], 'app', id, config.apps),
      ),
    ),
    ...ways.flatMap(way => mistakesInTold(way, expected[way] ?? {}, [...at, way], config)),
  ]
}

function mistakesInTold(way: Way, told: NonNullable<Expected[Way]>, at: Path, { apps }: Config): Finding[] {
  const able = apps.filter(speaks[way])
  return Object.entries(told).flatMap(([id, wanted]) => {
    const app = able.find(one => one.id === id)
    if (app === undefined) return unknownId([...at, id], 'app', id, able, ofWay[way])
    return Object.keys(wanted).flatMap(name => unknownName([...at, id, name], name, app, way))
  })
}

/** What an app has to be for a key. */
const ofWay: Readonly<Record<Way, string>> = {
  saml: ' of type saml or alibaba-cloud',
  oidc: ' of type oidc or alist',
  headers: ' of type forward-auth',
}

function unknownId(
  at: Path,
  word: 'source' | 'app',
  id: string,
  known: readonly { readonly id: string }[],
  kind = '',
): Finding[] {
  const ids = known.map(one => one.id)
  if (ids.includes(id)) return []
  const meant = suggest(id, ids)
  const key = at.at(-1) === 'source' ? 'source: ' : ''
  return [
    {
      ...{ rule: 'ref/unknown', severity: 'error', at, on: kind === '' ? 'value' : 'key' },
      message: `the configuration has no ${word} ${quote(id)}${kind}`,
      ...(meant !== undefined && { label: `did you mean ${quote(meant)}?` }),
      help:
        meant !== undefined
          ? `write ${key}${meant}`
          : ids.length === 0
            ? `leave it out: it has no ${word}${kind}`
            : `name one of these: ${list(ids, 'or')}`,
    },
  ]
}

function unknownName(at: Path, name: string, app: AppConfig, way: Way): Finding[] {
  const names = namesTold[way](app)
  if (isMadeHere(name, app))
    return [
      {
        ...{ rule: 'ref/unknown', severity: 'error', at, on: 'key' },
        message: `the NameID of ${app.id} is made of the account's random id, and is another one on each server`,
        help: 'leave it out; the attributes can be expected',
      },
    ]
  if (nameIn(names, name) !== undefined) return []
  const last = names.map(each => each.slice(each.lastIndexOf('/') + 1))
  const meant = suggest(name, last)
  return [
    {
      ...{ rule: 'ref/unknown', severity: 'error', at, on: 'key' },
      message: `${app.id} is never told ${quote(name)}`,
      ...(meant !== undefined && { label: `did you mean ${quote(meant)}?` }),
      help: meant !== undefined ? `write ${meant}` : `it is told ${list(last)}`,
    },
  ]
}

/** A persistent name is a keyed digest of the id. */
const isMadeHere = (name: string, { type, options }: AppConfig): boolean =>
  name === nameId &&
  (type === 'saml'
    ? options.nameId === 'persistent'
    : options.sso === 'role' || String(options.userName).includes('{id}'))

function unknownPermissions(at: Path, permissions: Permissions | undefined, config: Config): Finding[] {
  if (typeof permissions !== 'object') return []
  const tell = unknownIn(config.permissions)
  return permissions.flatMap((name, index): Finding[] => {
    const told = tell(name)
    return told ? [{ rule: 'permission/unknown-name', severity: 'error', at: [...at, index], ...told }] : []
  })
}

/** Accounts follow the directory of a source that they have an identity of, and that is read for it. */
function wrongDirectory({ directory, identities = [] }: Before, at: Path, { sources }: Config): Finding[] {
  if (directory === undefined) return []
  const ids = identities.map(({ source }) => source)
  const able = sources.filter(({ id, sync }) => ids.includes(id) && sync?.users === true)
  if (able.some(({ id }) => id === directory)) return []
  return [
    {
      ...{ rule: 'ref/unknown', severity: 'error', at: [...at, 'directory'] },
      message: `the account cannot follow the directory of ${quote(directory)}`,
      help:
        able.length === 0
          ? 'leave it out: no source of its identities has sync with users: true'
          : `write directory: ${able[0]?.id}`,
    },
  ]
}

const besideRefused = (at: Path, others: readonly string[]): Finding => ({
  ...{ rule: 'schema/wrong-type', severity: 'error', at: [...at, 'refused'], on: 'key' },
  message: `who is refused gets nothing: ${list(others)} cannot be expected beside "refused"`,
  help: `remove refused, or ${list(others)}`,
})
