import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { Draft } from '../../draft.ts'
import { nameOf } from '../../shape/context.ts'
import { keyed } from '../../shape/value.ts'
import { quote } from '../../words.ts'
import { flow } from '../../written.ts'
import { type Name, namesOf } from '../names.ts'
import type { Rule } from '../rule.ts'

const commas = /[，、；,;]/

/** YAML parts the entries of a list by an ASCII comma outside of quotes, and by nothing else. */
export const commaInName: Rule = draft => [
  ...namesOf(draft)
    .filter(({ name }) => hasComma(name))
    .map(finding),
  ...idsOf(draft)
    .filter(({ text }) => surplus.test(text))
    .concat(namesOf(draft).flatMap(({ at, name }) => (halfQuoted.test(name) ? [{ at, text: name }] : [])))
    .map(({ at, text }) => ({
      at,
      message: `${nameOf(at)} ends with ${quote(text.slice(-1))}, and counts with it`,
      help: `write ${keyed(at, flow(text.replace(surplus, '')))}`,
    })),
]

/** What a list or a quotation leaves behind an id. */
const surplus = /(?<![,;，；、"”'’])[,;，；、"”'’]+$/

/** `研发部"`; `"研发部"` in other quotes is another matter. */
const halfQuoted = /^[^"“”,;，；、]+["”]$/

/** Ids of clients and administrators: they are the vendor's, have no form of their own, and no such ending. */
function idsOf({ sources, root: { admins = [] } }: Draft): readonly { at: Path; text: string }[] {
  return [
    ...sources.flatMap(({ path, options: { clientId } }) =>
      // with a blank in it, it may have the next line in it
      typeof clientId === 'string' && !/\s/.test(clientId)
        ? [{ at: [...path, 'clientId'], text: clientId }]
        : [],
    ),
    ...admins.map(({ subject }, index) => ({ at: ['admins', index, 'subject'], text: subject })),
  ]
}

export const hasComma = (name: string): boolean => commas.test(name) && !isDistinguished(name)

/** `CN=Developers,OU=Groups,DC=example,DC=com`: commas belong there. */
const isDistinguished = (name: string): boolean => /^[A-Za-z][\w.-]*=/.test(name)

function finding({ at, name, isNegated }: Name) {
  const parts = name.split(commas).map(part => part.trim())
  const names = parts.filter(part => part !== '')
  const isEntry = typeof at.at(-1) === 'number'
  return {
    at,
    ...(isNegated && { severity: 'error' as const }),
    message: `${quote(name)} is one name here${isNegated && names.length > 1 ? ', so nobody is left out by its parts' : ''}`,
    help:
      names.length < 2
        ? `write ${flow(names[0] ?? '')}`
        : isEntry
          ? `if they are several, write each as an entry: ${names.map(flow).join(', ')}`
          : `if they are several, write ${flow(names)}`,
  }
}
