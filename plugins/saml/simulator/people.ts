import { createHash } from 'node:crypto'
import type { Person, World } from 'sso-kit/plugin'
import type { Options } from './index.ts'

const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
const emailAddress = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'
const unspecified = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'
const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'

/** SAML Core §8.3.7: opaque, the same at every sign-in, and another one for every service provider. */
const pairwise = ({ id }: Person, audience: string): string =>
  createHash('sha256').update(`saml subject\n${audience}\n${id}`).digest('hex').slice(0, 40)

/** The NameID in the format that was asked for; undefined where there is none for this person. Without a wish: transient. */
export function nameIdOf(
  person: Person,
  { format = transient, audience, world }: { format: string | undefined; audience: string; world: World },
): { format: string; value: string } | undefined {
  const value = {
    [persistent]: pairwise(person, audience),
    [emailAddress]: person.email,
    [unspecified]: person.id,
    [transient]: `_${world.random(20).toString('hex')}`,
  }[format]
  return value ? { format, value } : undefined
}

/** The attributes that the administrator of this provider has released, under the names that the file expects. */
export function attributesOf(
  person: Person,
  { subject, attributes }: Options,
  { departments }: World,
): Record<string, string[]> {
  const ofPerson = departments.filter(({ id }) => person.departments.includes(id)).map(({ name }) => name)
  const released: [string | undefined, string[]][] = [
    [attributes.username, [person.id]],
    [attributes.displayName, [person.name]],
    [attributes.email, [person.email]],
    [attributes.phone, [person.mobile]],
    [attributes.groups, person.member ? ['staff'] : []],
    [attributes.departments, ofPerson],
    [subject === 'nameId' ? undefined : subject, [pairwise(person, 'attribute')]],
  ]
  return Object.fromEntries(
    released.flatMap(([name, values]) => {
      const known = values.filter(value => value !== '')
      return name === undefined || known.length === 0 ? [] : [[name, known]]
    }),
  )
}
