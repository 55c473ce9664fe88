import { nameOf } from '../../shape/context.ts'
import type { Rule } from '../rule.ts'
import { endpointsOf } from './endpoints.ts'
import { isPublicAddress, placeOf } from './private.ts'

/** Secrets and codes go to these addresses: https, or http to a private address that the file lists. */
export const endpointNotHttps: Rule = ({ root: { outbound }, sources, apps }) => {
  if (outbound === undefined) return []
  return endpointsOf([...sources, ...apps]).flatMap(({ at, url }) => {
    if (url.protocol === 'https:') return []
    const plain = url.protocol === 'http:'
    const isPublic = plain && isPublicAddress(url)
    const mayBeOurs = plain && !isPublic
    if (mayBeOurs && outbound.allowPrivate.includes(placeOf(url))) return []
    return [
      {
        at,
        message: `${nameOf(at)} is ${isPublic ? 'a public address, and ' : ''}not https`,
        help: mayBeOurs
          ? `write https://; only if it is an address of your own network, list "${placeOf(url)}" under outbound.allowPrivate`
          : 'write an address that begins with https://',
        label: plain ? 'codes and secrets would cross the network unprotected' : undefined,
      },
    ]
  })
}
