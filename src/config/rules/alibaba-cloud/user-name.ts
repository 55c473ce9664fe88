import { pluginTypes } from '../../../plugins.ts'
import type { Draft } from '../../draft.ts'
import { suggest } from '../../suggest.ts'
import { list, quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** What a user of RAM or of CloudSSO may be called; a name that is not is nobody's there, whoever signs in (facts: user SSO, CloudSSO). */
const letters: Readonly<Record<string, { readonly allowed: RegExp; readonly words: string }>> = {
  user: { allowed: /[A-Za-z0-9._-]/, words: 'A-Z, a-z, 0-9 and . _ -' },
  cloudsso: { allowed: /[A-Za-z0-9@_.-]/, words: 'A-Z, a-z, 0-9 and @ _ . -' },
}

const longest = 64
const plain = ['username', 'email', 'employeeNumber', 'id']

export const userName: Rule = draft =>
  draft.apps
    .filter(({ type }) => type === 'alibaba-cloud')
    .flatMap(({ path, options: { sso, userName: template } }) => {
      const form = letters[String(sso)]
      // what belongs to another way of writing templates has a rule of its own
      if (form === undefined || typeof template !== 'string' || /\$\{|\{\{/.test(template)) return []
      const why = reason(template, form, placeholdersIn(draft))
      return why === undefined ? [] : [{ at: [...path, 'userName'], ...why }]
    })

interface Why {
  readonly message: string
  readonly help: string
  readonly label?: string | undefined
}

function reason(
  template: string,
  { allowed, words }: { allowed: RegExp; words: string },
  known: readonly string[] | undefined,
): Why | undefined {
  const names = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name)
  const fixed = template.replace(/\{[^{}]*\}/g, '')
  if (names.length === 0) {
    const forgotten = plain.includes(template) ? template : 'username'
    return {
      message: 'everybody would have the same user name, and so nobody gets in',
      help: `write userName: "{${forgotten}}", which is another name for each`,
    }
  }
  const strange = known && names.find(name => !known.includes(name))
  if (known && strange !== undefined) {
    const meant = suggest(strange, known)
    return {
      message: `a user name has no ${quote(`{${strange}}`)}`,
      label: meant && `did you mean ${quote(`{${meant}}`)}?`,
      help:
        meant === undefined
          ? `use ${known.map(name => `{${name}}`).join(', ')}, or map it in sync.fields of a source: attributes.NAME`
          : `write {${meant}}`,
    }
  }
  const wrong = [...new Set(fixed)].filter(letter => !allowed.test(letter))
  if (!allowed.test('@') && (wrong.includes('@') || names.includes('email')))
    return {
      message: 'no user of RAM has an "@" in the name; what is behind it is the domain of all of them',
      help: names.includes('email')
        ? 'write userName: "{username}" or "{employeeNumber}"'
        : `write userName: "${template.slice(0, template.indexOf('@'))}", and what is behind the "@" as domain`,
    }
  if (wrong.length > 0)
    return {
      message: `no user of Alibaba Cloud has ${list(wrong)} in the name: everybody would be refused`,
      help: `use ${words} around the placeholders`,
    }
  return fixed.length >= longest
    ? {
        message: `the fixed part leaves no room for a name: ${longest} characters in all`,
        help: 'shorten it',
      }
    : undefined
}

/** Also attributes that a source has; undefined where one of somebody else's may have any. */
function placeholdersIn({ sources, ids }: Draft): readonly string[] | undefined {
  const areKnown = sources.length === ids.sources.length && sources.every(isKnown)
  if (!areKnown) return undefined
  const mapped = sources.flatMap(({ host: { sync } }) =>
    Object.keys(sync?.fields ?? {}).flatMap(field => /^attributes\.(.+)$/.exec(field)?.[1] ?? []),
  )
  return [...new Set([...plain, ...mapped])]
}

const isKnown = ({ type, failed }: Draft['sources'][number]): boolean =>
  pluginTypes.includes(type) && !failed.has('sync')
