import type { InAppPage } from 'sso-kit/plugin'

/** Phones (white-label builds too), the PC client, the developer's tool. */
export const userAgent = /huawei-anyoffice|cloudlink welink workplace|wecodeide/i

/**
 * Runs in WeLink. Nothing says that the promise of `getAuthCode` ever ends, least of all outside WeLink, hence the five
 * seconds; whoever gets no code signs in the ordinary way.
 */
const askForCode = `
  const asked = parameters.clientId ? HWH5.getAuthCode({ clientId: parameters.clientId }) : HWH5.getAuthCode()
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('WeLink gave no code within 5 seconds')), 5000)
  })
  try {
    const { code } = await Promise.race([asked, late])
    if (typeof code !== 'string' || code === '') throw new Error('WeLink gave an empty code')
    return code
  } finally {
    clearTimeout(timer)
  }
`

/** …/jsapi/system/authcode_h5.html: getAuthCode needs no signature of the page (HWH5.config). */
export function inAppPage(library: string, clientId: string | undefined): InAppPage {
  return {
    library: new URL(library),
    askForCode,
    parameters: clientId === undefined ? {} : { clientId },
  }
}
