import { nameOf } from '../../shape/context.ts'
import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { alsoCalled, endpointsOf } from './endpoints.ts'
import { isLoopback } from './loopback.ts'
import { isOutOfReach, placeOf } from './private.ts'

/** The server calls no private address that the file does not list: nothing would ever come from there. */
export const endpointPrivate: Rule = ({ root: { outbound }, sources, apps }) => {
  if (outbound === undefined) return []
  const https = endpointsOf([...sources, ...apps]).filter(({ url }) => url.protocol === 'https:')
  // where browsers are sent without https is another mistake, but on this machine
  const besides = alsoCalled(apps).filter(({ url }) => url.protocol === 'https:' || isLoopback(url))
  return [...https, ...besides]
    .filter(({ url }) => isOutOfReach(url, outbound))
    .map(({ at, url }) => ({
      at,
      message: `${nameOf(at)} is a private address, which the server does not call`,
      help: `list ${quote(placeOf(url))} under outbound.allowPrivate`,
    }))
}
