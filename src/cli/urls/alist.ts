import type { Config } from '../../config/config.ts'
import type { ConsoleStep, RedirectMatch, Words } from '../../plugin.ts'
import { methods, redirectUri } from '../../server/alist/addresses.ts'

const besides: Words = { zh: '同一处，另加', en: 'the same place, in addition' }
const instead: Words = { zh: '同一处，代替上面的地址', en: 'the same place, instead of the one above' }

const oneAddress: Words = {
  zh: '只能登记一个地址：如果也从门户登录，请另建一个应用',
  en: 'one address is all it takes: where people sign in at the portal too, create a second app for that',
}

/** The vendor of the source that answers at AList's addresses sends people back to these as well. */
export function alistRedirects(source: string, match: RedirectMatch, config: Config): ConsoleStep[] {
  const { alist } = config.callbacks
  if (alist?.source !== source) return []
  const place = match === 'below' ? instead : besides
  return registered(match, alist.compatibilityMode, config.publicUrl).map(({ value, purpose }) => ({
    place,
    field: {
      zh: `AList 的回调地址${purpose === undefined ? '' : ` (${purpose})`}`,
      en: `AList's callback${purpose === undefined ? '' : ` (${purpose})`}`,
    },
    value,
    ...(match === 'below' && { note: oneAddress }),
  }))
}

/** The fewest addresses that let both of AList's through. */
function registered(
  match: RedirectMatch,
  compatibilityMode: boolean,
  publicUrl: string,
): { value: string; purpose?: string }[] {
  // the host is registered already
  if (match === 'host') return []
  const both = methods.map(purpose => ({
    value: redirectUri(publicUrl, compatibilityMode, purpose),
    purpose,
  }))
  if (match === 'below' && compatibilityMode) return [{ value: `${publicUrl}/api/auth` }]
  if (match === 'exact' || match === 'plain' || compatibilityMode) return both
  return [{ value: `${publicUrl}/api/auth/sso_callback` }]
}
