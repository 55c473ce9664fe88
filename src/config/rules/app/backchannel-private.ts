import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { isPrivate } from '../url/private.ts'

/** The server calls no private address that the file does not list: the app would never hear of a sign-out. */
export const backchannelPrivate: Rule = ({ root: { outbound }, apps }) => {
  if (outbound === undefined) return []
  return apps
    .filter(({ type }) => type === 'oidc')
    .flatMap(({ path, options: { backchannelLogoutUri: text } }) => {
      if (typeof text !== 'string' || !URL.canParse(text)) return []
      const url = new URL(text)
      const place = `${url.hostname}:${url.port || (url.protocol === 'http:' ? '80' : '443')}`
      if (!isPrivate(url) || outbound.allowPrivate.includes(place)) return []
      return [
        {
          at: [...path, 'backchannelLogoutUri'],
          message:
            'the app would hear of no sign-out: its address is a private one, which the server does not call',
          help: `list ${quote(place)} under outbound.allowPrivate`,
        },
      ]
    })
}
