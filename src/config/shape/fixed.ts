import { isFree } from '../hidden.ts'
import { letters } from '../suggest.ts'
import { typedListOf } from '../typed-lists.ts'
import { quote } from '../words.ts'
import type { Context } from './context.ts'
import type { Holder } from './holder.ts'

// a key is given without case, `-` and `_`

/** What an OAuth client is told elsewhere, and what follows here from the type of a source or an app. */
const isOfRequests = (key: string): boolean =>
  /^(?:requested|default)?scopes?$|^(?:response|grant)(?:types?|modes?)$|^(?:use|require|enable)?(?:pkce|nonce|state)$|^(?:accesstype|codechallengemethod|consent|consentmode|skipconsent|skipapprovalscreen)$|^(?:approval)?prompt$|authmethod$/.test(
    key,
  )

const isOfAddresses = (key: string): boolean =>
  /^(?:auth|authori[sz]e|authori[sz]ation|token|accesstoken|userinfo|profile|jwks|endsession|introspection|revocation)(?:endpoint|url|uri)$/.test(
    key,
  )

/** `insecureSkipVerify` and its relatives. */
const isOfCertificates = (key: string): boolean =>
  /^insecure(?:$|no|tls|ssl|skip)|(?:skip|disable|no)(?:tls|ssl|cert\w*)?verif(?:y|ication)$|^(?:tls|ssl)verify$|^verify(?:tls|ssl|cert)|^rejectunauthorized$/.test(
    key,
  )

/** A key that is another product's, and has no place here because nothing is left to be said with it. */
export function fixedHere(key: string, { map, candidates }: Holder): string | undefined {
  const list = map.length === 2 ? typedListOf(map) : undefined
  if (list === undefined) return undefined
  const plain = letters(key)
  if (isOfCertificates(plain))
    return `remove it: certificates are always checked; that of an authority of your own goes into ${candidates.includes('ca') ? '"ca"' : 'outbound.ca'}`
  if (isOfRequests(plain))
    return list === 'sources'
      ? 'remove it: what a vendor is asked for follows from the type of the source'
      : 'remove it: what an app may ask for follows from its type'
  if (!isOfAddresses(plain)) return undefined
  if (list === 'apps') return 'remove it: an app finds the addresses of this server by its own address'
  return candidates.includes('issuer')
    ? 'remove it: the addresses are read from what the issuer publishes'
    : candidates.includes('endpoints')
      ? 'remove it: the addresses of the vendor are known; another one of them goes under "endpoints"'
      : undefined
}

/** Where the keys of somebody else's documentation belong, if one map of this one is for these. */
export function optionsInstead({ map, candidates }: Holder, { schemaOf }: Context): string | undefined {
  const name = candidates.find(candidate => isFree(schemaOf([...map, candidate])))
  return name === undefined ? undefined : `move it under ${quote(name)} if it is a key of the package`
}
