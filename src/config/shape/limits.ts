import type { Path } from '../../diagnostics/diagnostic.ts'
import { sameLetters } from '../certain.ts'
import { denies, opposite } from '../opposite.ts'
import { letters, otherName, suggest } from '../suggest.ts'
import { entriesIn, type TypedList, typedListOf, typedLists } from '../typed-lists.ts'
import { listed, plainText, quote } from '../words.ts'
import { type Context, valueAt } from './context.ts'
import { namesIn } from './rename.ts'

/** Whether a key that is unknown here may have been written to keep people out: without it, more could get in. */
export const mayKeepOut = (key: string): boolean => limits.test(letters(key)) || denies(key)

const limits =
  /^(?:allow|permit|only|limit|restrict|den(?:y|ied)|block|banned|exclude|except|forbid|disallow|require|hosted|hd$|acl|access(?!key|token|secret)|public|private|internal|visib|hid)|(?:only|list|orgs?|organi[sz]ations?|units?|compan(?:y|ies)|teams?|domains?|dep(?:artmen)?ts?|groups?|users?|members?|people|emails?|roles?|tenants?|allowed|denied|required|polic(?:y|ies))$|允许|限制|名单|部门|组织|用户|成员|群组|角色|域名|禁止|拒绝|仅|只/

/** `trustEmail: true` says something of people, and hardly whom to keep out, as `restrictToOrg: true` does. */
export const beginsAsLimit = (key: string): boolean =>
  /^(?:allow|permit|only|limit|restrict|den(?:y|ied)|block|banned|exclude|except|forbid|disallow|require|public|private|internal)|允许|限制|禁止|拒绝|仅|只/.test(
    letters(key),
  ) || denies(key)

/** Where a key belongs that keeps people out of a source or an app: `orgs` is `allow.organizations`. */
export function limitInstead(map: Path, key: string, context: Context): string | undefined {
  const schema = context.schemaOf([...map, 'allow'])
  if (schema === undefined || typedListOf(map) === undefined || map.length !== 2) return undefined
  const name = keyOfAllow(map, key, context)
  if (name !== undefined) return `move it under "allow"${name === key ? '' : `, as ${quote(name)}`}`
  if (Object.keys(schema.properties ?? {}).length > 0)
    return 'say it under "allow": whom that does not name is kept out'
  return tellsNobodyApart(plainText(valueAt(context.data, [...map, 'type'])))
}

/** What to do in place of `allow` at a source that has no key of it. */
export const tellsNobodyApart = (type: string): string =>
  `a source of type ${quote(type)} can tell nobody apart: say under allow of the apps who may open them`

function keyOfAllow(entry: Path, key: string, { schemaOf }: Context): string | undefined {
  const names = namesIn(schemaOf([...entry, 'allow']))
  if (denies(key) || opposite(key, names) !== undefined) return undefined
  const rest = letters(key).replace(permission, '')
  return suggest(rest, names)
}

const permission =
  /^(?:allow(?:ed)?|permit(?:ted)?|only|requir(?:ed?|es)|hosted|restrict(?:ed)?(?:to)?|limit(?:ed)?(?:to)?|whitelist(?:ed)?|允许的?|仅限?|限制)/

/** At the top level, what belongs into an entry: `clientId`, or an `allow` that has lost its indentation. */
export function intoEntry(key: string, context: Context): string | undefined {
  const lists = Object.keys(typedLists) as TypedList[]
  const found = lists.flatMap(list => {
    const names = entryOfEachType(list, context).flatMap(entry => {
      const keys = namesIn(context.schemaOf(entry))
      const own = sameLetters(key, keys) ?? (mayKeepOut(key) ? otherName(key, keys) : undefined)
      const below = own === undefined && mayKeepOut(key) ? keyOfAllow(entry, key, context) : undefined
      return own ?? (below === undefined ? [] : `allow.${below}`)
    })
    return names[0] === undefined ? [] : { place: places[list], name: names[0] }
  })
  const [first] = found
  if (first === undefined) return undefined
  const same = found.filter(({ name }) => name === first.name)
  const name = first.name === key ? '' : `, as ${quote(first.name)}`
  return `move it into ${listed(
    same.map(({ place }) => place),
    'or',
  )}${name}`
}

const places: Readonly<Record<TypedList, string>> = { sources: 'a source', apps: 'an app' }

function entryOfEachType(list: TypedList, { data }: Context): Path[] {
  const first = new Map<unknown, Path>()
  for (const [index, { type }] of entriesIn(data, list).entries())
    if (!first.has(type)) first.set(type, [list, index])
  return [...first.values()]
}
