import { SsoError } from '../../errors.ts'
import { unnamed, type Who } from '../saml/app.ts'
import type { AlibabaCloudOptions } from './party.ts'
import { filled, namesOne } from './template.ts'

type Naming = Pick<AlibabaCloudOptions, 'sso' | 'userName' | 'domain'>

/** RAM: 64 of letters, digits and . - _, no hyphen first. CloudSSO: 64 of letters, digits and @ _ - . */
const forms = { user: /^[A-Za-z0-9._][A-Za-z0-9._-]{0,63}$/, cloudsso: /^[A-Za-z0-9@_.-]{1,64}$/ } as const

const unfit =
  'the user name has characters that no user of Alibaba Cloud has, or is too long: let userName be "{employeeNumber}", or an attribute of Latin letters'

/**
 * Who somebody is at Alibaba Cloud. Never mended: another name would be another person. Throws `app_refused` where it
 * could be nobody's, or is somebody else's too.
 */
export function userNameOf(naming: Naming, who: Who, shared: ReadonlySet<string>): string {
  const name = wished(naming, who)
  if (shared.has(name.toLowerCase())) throw unnamed(who, 'another account has the same user name there')
  return name
}

/** The same; undefined for who has no name there. */
export function userNameOr(naming: Naming, who: Who, shared: ReadonlySet<string>): string | undefined {
  try {
    return userNameOf(naming, who, shared)
  } catch (thrown) {
    if (thrown instanceof SsoError && thrown.code === 'app_refused') return undefined
    throw thrown
  }
}

/**
 * Names that several living accounts would have there, in small letters. Whether those may enter does not matter: they
 * may tomorrow, and would be somebody else.
 */
export function sharedNames(naming: Naming, everybody: readonly Who[]): ReadonlySet<string> {
  const [seen, shared] = [new Set<string>(), new Set<string>()]
  for (const who of everybody) {
    if (who.person.account.disabled) continue
    const name = userNameOr(naming, who, new Set())?.toLowerCase()
    if (name === undefined) continue
    if (seen.has(name)) shared.add(name)
    seen.add(name)
  }
  return shared
}

/** True where no two accounts can have the same name, and nobody else needs to be looked at. */
export const isOwnName = ({ userName }: Naming): boolean => namesOne(userName)

function wished({ sso, userName, domain }: Naming, who: Who): string {
  const name = filled(userName, who)
  if (sso === 'role' || !forms[sso].test(name)) throw unnamed(who, unfit, 'unfit')
  return sso === 'user' && domain !== undefined ? `${name}@${domain}` : name
}
