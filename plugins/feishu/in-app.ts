import type { InAppPage } from 'sso-kit/plugin'

/** Phones and computers, Feishu and Lark alike. */
export const userAgent = /\b(?:Lark|Feishu)\//

/**
 * Runs in the client, with `tt` of its library. The order is the document's: `requestAccess` (from 6.9.0 on), and
 * `requestAuthCode` where it is missing or answers 103 (…/webapp-incremental-authorization-access-guide). No scope is
 * asked for. Outside of the client `ready` may never come: the page waits for five seconds and no longer.
 */
const askForCode = `
  await new Promise(resolve => window.h5sdk.ready(resolve))
  const ask = (api, asked) => new Promise((resolve, reject) => {
    tt[api]({ ...asked, success: ({ code }) => resolve(code), fail: reject })
  })
  const { appId } = parameters
  const older = () => ask('requestAuthCode', { appId })
  const newer = () => ask('requestAccess', { appID: appId, scopeList: [] }).catch(error => {
    if (Number(error && error.errno) === 103) return older()
    throw error
  })
  const code = await (tt.requestAccess ? newer() : older())
  if (typeof code !== 'string' || code === '') throw new Error('Feishu gave no code')
  return code
`

/** No signature of the page (h5sdk.config) is needed for codes. */
export function inAppPage(library: string, appId: string): InAppPage {
  return { library: new URL(library), askForCode, parameters: { appId } }
}
