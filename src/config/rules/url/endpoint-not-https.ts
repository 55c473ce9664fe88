import { nameOf } from '../../shape/context.ts'
import type { Rule } from '../rule.ts'
import { endpointsOf } from './endpoints.ts'
import { placeOf } from './private.ts'

/** Secrets and codes go to these addresses: https, or http to a private address that the file lists. */
export const endpointNotHttps: Rule = ({ root: { outbound }, sources, apps }) => {
  if (outbound === undefined) return []
  return endpointsOf([...sources, ...apps]).flatMap(({ at, url }) => {
    if (url.protocol === 'https:') return []
    if (url.protocol === 'http:' && outbound.allowPrivate.includes(placeOf(url))) return []
    const plain = url.protocol === 'http:'
    return [
      {
        at,
        message: `${nameOf(at)} is not https`,
        help: plain
          ? `write https://, or list "${placeOf(url)}" under outbound.allowPrivate`
          : 'write an address that begins with https://',
        label: plain ? 'codes and secrets would cross the network unprotected' : undefined,
      },
    ]
  })
}
