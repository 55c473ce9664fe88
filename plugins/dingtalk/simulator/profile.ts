import type { Person, World } from 'sso-kit/plugin'
import { nickOf, openIdOf, present, unionIdOf } from './people.ts'
import type { Switches } from './switches.ts'

/** What people say of themselves: no userid, no department, and no e-mail that anybody has verified (§1.5a). */
export function profileOf(
  person: Person,
  clientId: string,
  { organization }: World,
  { withheld }: Switches,
): Record<string, unknown> {
  return present({
    nick: nickOf(person),
    ...(!withheld.has('Contact.User.mobile') && {
      mobile: person.mobile,
      stateCode: person.mobile && '86',
    }),
    email: personalMailbox(person, organization.domain),
    openId: openIdOf(person, clientId),
    unionId: unionIdOf(person),
  })
}

/** The mailbox of a DingTalk account is private; an outsider may have typed any address there (§1.5a). */
function personalMailbox({ id, email, member }: Person, domain: string): string {
  return member && email.endsWith(`@${domain}`) ? `${id}@mail.example.net` : email
}
