import { unnamed, type Who } from '../saml/app.ts'
import { ownEmail } from '../saml/name-id.ts'

export const placeholder = /\{([^{}]*)\}/g

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
