import { isFree } from '../hidden.ts'
import { letters } from '../suggest.ts'
import { typedListOf } from '../typed-lists.ts'
import { quote } from '../words.ts'
import type { Context } from './context.ts'
import type { Holder } from './unknown-key.ts'

/** What an OAuth client is told elsewhere, and what follows here from the type of a source or an app; without case, `-` and `_`. */
const ofRequests =
  /^(?:oauth2?)?(?:(?:requested|default)?scopes?|(?:response|grant)(?:types?|modes?)|responsemodes?|prompt|accesstype|approvalprompt|(?:use|require|enable)?(?:pkce|nonce|state)|codechallengemethod|(?:tokenendpoint)?authmethod|tokenendpointauthmethod|consent(?:mode)?|skipconsent|skipapprovalscreen)$/
const ofAddresses =
  /^(?:oauth2?)?(?:auth(?:ori[sz](?:ation|e))?|token|access_?token|user_?info|profile|jwks?|endsession|introspection|revocation)(?:endpoint|url|uri|path)$/

/** A key that is another product's, and has no place here because nothing is left to be said with it. */
export function fixedHere(key: string, { map, candidates }: Holder): string | undefined {
  const list = map.length === 2 ? typedListOf(map) : undefined
  if (list === undefined) return undefined
  const plain = letters(key)
  if (ofRequests.test(plain))
    return list === 'sources'
      ? 'remove it: what a vendor is asked for follows from the type of the source'
      : 'remove it: what an app may ask for follows from its type'
  if (!ofAddresses.test(plain)) return undefined
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
