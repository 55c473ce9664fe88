import type { Config, SourceConfig } from '../../config/config.ts'
import type { ConsoleStep, RedirectMatch, Words } from '../../plugin.ts'
import { methods, redirectUri } from '../../server/alist/addresses.ts'

const besides: Words = { zh: '另加 AList 的回调地址', en: "AList's callback in addition" }
const instead: Words = { zh: '改填 AList 的回调地址', en: "AList's callback instead" }

const oneAddress: Words = {
  zh: '只能登记一个地址：如果也从门户登录，请另建一个应用',
  en: 'one address is all it takes: where people sign in at the portal too, create a second app for that',
}

/**
 * The steps of a source with AList's addresses, to which the vendor of the source that answers there sends people back
 * as well: right behind the one that says where the callback is entered, which they share.
 */
export function withAlistRedirects(
  steps: readonly ConsoleStep[],
  { id, callbackUrl }: Pick<SourceConfig, 'id' | 'callbackUrl'>,
  match: RedirectMatch,
  config: Config,
): readonly ConsoleStep[] {
  const { alist } = config.callbacks
  const own = steps.findIndex(({ value }) => value?.includes(callbackUrl))
  const entered = steps[own]
  if (alist?.source !== id || entered === undefined) return steps
  const how = match === 'below' ? instead : besides
  const named = (language: keyof Words, purpose: string | undefined) =>
    `${entered.field[language]} – ${how[language]}${purpose === undefined ? '' : ` (${purpose})`}`
  const more = registered(match, alist.compatibilityMode, config.publicUrl).map(({ value, purpose }) => ({
    place: entered.place,
    field: { zh: named('zh', purpose), en: named('en', purpose) },
    value,
    ...(match === 'below' && { note: oneAddress }),
  }))
  return steps.toSpliced(own + 1, 0, ...more)
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
