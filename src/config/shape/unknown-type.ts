import type { Path } from '../../diagnostics/diagnostic.ts'
import { sameLetters } from '../certain.ts'
import { otherName, suggestType } from '../suggest.ts'
import { entriesIn, type TypedList, typedLists } from '../typed-lists.ts'
import { typeNames } from '../types.ts'
import { list as listed, quote } from '../words.ts'
import type { Context, ShapeFinding } from './context.ts'
import { otherVendor } from './other-vendors.ts'
import { likewise, rewritten } from './rewrite.ts'

export function unknownType(
  entry: Path,
  list: TypedList,
  type: string,
  { summaries, positions, data }: Context,
): ShapeFinding {
  const types = [...summaries[list].keys()]
  const at = [...entry, 'type']
  const same = sameLetters(type, types)
  const other = list === 'sources' ? 'apps' : 'sources'
  const strayed = otherList(type, other)
  if (strayed !== undefined && !types.some(known => known === strayed))
    return {
      rule: 'schema/unknown-type',
      severity: 'error',
      at,
      message: `unknown ${typedLists[list]} type ${quote(type)}`,
      label: `the type of ${nouns[other]}`,
      help: `${quote(strayed)} is ${nouns[other]}: put it under ${other}`,
      failed: [at],
    }
  const vendor = list === 'sources' && same === undefined ? otherVendor(type, types) : undefined
  if (vendor !== undefined)
    return {
      rule: 'schema/unknown-type',
      severity: 'error',
      at,
      message: `unknown source type ${quote(type)}`,
      help: `write ${vendor}${ofPlugin(data)}`,
      failed: [at],
    }
  const meant = byName(type, summaries[list]) ?? suggestType(type, types) ?? longer(type, types)
  return {
    rule: 'schema/unknown-type',
    severity: 'error',
    at,
    message: `unknown ${typedLists[list]} type ${quote(type)}`,
    label: meant === undefined ? undefined : `did you mean ${quote(meant)}?`,
    help: `${meant === undefined ? `the types of this version are ${listed(types)}` : `write type: ${meant}`}${list === 'sources' && same === undefined ? ofPlugin(data) : ''}`,
    fix: same === undefined ? undefined : rewritten(at, likewise(positions.source(at), same)),
    failed: [at],
  }
}

const nouns: Readonly<Record<TypedList, string>> = { sources: 'a source', apps: 'an app' }

/** A type of the other list. */
const otherList = (type: string, list: TypedList): string | undefined =>
  typeNames[list].find(name => name === type) ?? otherName(type, typeNames[list])

/** Others add types too. */
const ofPlugin = (data: unknown): string =>
  entriesIn(data, 'plugins').length === 0
    ? '\nor name the plugin that adds this type: plugins: [./plugins/acme]'
    : '\nor name the plugin that adds this type under plugins too'

/** `钉钉`, `openid-connect` and `ghes`: names in the summary of one type only, or their initials. */
function byName(word: string, summaries: ReadonlyMap<string, string>): string | undefined {
  const wanted = letters(word)
  const found = [...summaries].filter(([, summary]) => namesIn(summary).includes(wanted))
  return found.length === 1 ? found[0]?.[0] : undefined
}

/** Neighbouring words with a capital letter, numbers among them, or in Han, and the capitals of such words. */
function namesIn(summary: string): string[] {
  const runs = summary.match(/(?:[\p{Lu}\p{N}][\p{L}\p{N}]*(?: |$)?)+|\p{Script=Han}+/gu) ?? []
  return runs.flatMap(run => {
    const words = run.trim().split(' ')
    const parts = words.flatMap((_, from) =>
      words.slice(from).map((_, more) => words.slice(from, from + more + 1)),
    )
    return parts.flatMap(part => {
      const initials = part.join('').replace(/[^\p{Lu}]/gu, '')
      return [letters(part.join('')), ...(initials.length > 1 ? [letters(initials)] : [])]
    })
  })
}

/** `github-enterprise` begins with the name of a type, and `openldap` ends with one. */
const longer = (word: string, types: readonly string[]) =>
  types.find(type => type.length > 3 && (letters(word).startsWith(type) || letters(word).endsWith(type)))

const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
