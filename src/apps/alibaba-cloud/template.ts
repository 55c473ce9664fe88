import { unnamed, type Who } from '../saml/app.ts'
import { ownEmail } from '../saml/name-id.ts'

const placeholder = /\{([^{}]*)\}/g

/** What no two accounts share. */
const ownKeys: ReadonlySet<string> = new Set(['username', 'id', 'email'])

/** Whether what a template becomes is one person's alone, by itself. */
export function namesOne(template: string): boolean {
  const [first, ...more] = [...template.matchAll(placeholder)]
  return more.length === 0 && ownKeys.has(first?.[1] ?? '')
}

/** A template with what it asks for of a person; throws `app_refused` where something of it is missing. */
export const filled = (template: string, who: Who): string =>
  template.replace(placeholder, (_, name: string) => told(name, who))

function told(name: string, who: Who): string {
  const { account, identities } = who.person
  if (name === 'username') return account.username
  if (name === 'id') return account.id
  if (name === 'email') return ownEmail(who)
  const value = identities.flatMap(({ attributes }) =>
    Object.hasOwn(attributes, name) ? [attributes[name] ?? ''] : [],
  )[0]
  if (value === undefined) throw unnamed(who, `no ${name}`)
  return value
}
