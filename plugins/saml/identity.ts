import type { Identity } from 'sso-kit/plugin'
import type { Options } from './expected.ts'
import { nameIdOf } from './name-id.ts'
import { unacceptable } from './refuse.ts'
import { attribute, children, childrenNamed, ns, only, textOf, type XmlElement } from './xml.ts'

/** Whom the assertion is about. It must have passed every check before it comes here. */
export function identityOf(assertion: XmlElement, options: Options): Identity {
  const attributes = attributesOf(assertion)
  const { username, displayName, email, phone, groups, departments } = options.attributes
  const all = (name: string | undefined) => (name === undefined ? [] : (attributes.get(name) ?? []))
  const first = (name: string | undefined) => all(name)[0]
  const nameId = () => nameIdOf(only(assertion, ns.assertion, 'Subject'), options)
  return {
    issuer: options.entityId,
    subject: options.subject === 'nameId' ? nameId() : one(all(options.subject)),
    username: first(username),
    displayName: first(displayName),
    email: first(email),
    phone: first(phone),
    groups: all(groups),
    departments: all(departments),
    claims: {},
  }
}

function one(values: readonly string[]): string {
  const [only, ...more] = values
  if (only === undefined || more.length > 0)
    throw unacceptable('the attribute of "subject" has not exactly one value')
  return only
}

/** Core §2.7.3: the values by name; those that are no text are left out, and so are empty ones. */
function attributesOf(assertion: XmlElement): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>()
  for (const statement of childrenNamed(assertion, ns.assertion, 'AttributeStatement')) {
    for (const each of childrenNamed(statement, ns.assertion, 'Attribute')) {
      const name = attribute(each, 'Name') ?? ''
      const values = childrenNamed(each, ns.assertion, 'AttributeValue')
        .filter(value => children(value).length === 0)
        .map(textOf)
        .filter(text => text !== '')
      found.set(name, [...(found.get(name) ?? []), ...values])
    }
  }
  return found
}
