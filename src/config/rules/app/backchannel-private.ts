import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { isOutOfReach, placeOf } from '../url/private.ts'

/** The server calls no private address that the file does not list: the app would never hear of a sign-out. */
export const backchannelPrivate: Rule = ({ root: { outbound }, apps }) => {
  if (outbound === undefined) return []
  return apps
    .filter(({ type }) => type === 'oidc')
    .flatMap(({ path, options: { backchannelLogoutUri: text } }) => {
      if (typeof text !== 'string' || !URL.canParse(text)) return []
      const url = new URL(text)
      if (!isOutOfReach(url, outbound)) return []
      return [
        {
          at: [...path, 'backchannelLogoutUri'],
          message:
            'the app would hear of no sign-out: its address is a private one, which the server does not call',
          help: `list ${quote(placeOf(url))} under outbound.allowPrivate`,
        },
      ]
    })
}
