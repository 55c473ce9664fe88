import type { InAppPage } from 'sso-kit/plugin'

/** Phones, computers and the dedicated builds alike (lib/env.js of dingtalk-jsapi 3.2.9). */
export const userAgent = /DingTalk/i

/**
 * Runs in DingTalk, with `dd` of its library. Elsewhere `dd.ready` would never come. The newer call takes a client from
 * 7.0.45 on, 7.0.50 on computers; the older one works in all of them (…/jsapi-request-auth-code).
 */
const askForCode = `
  if (dd.env.platform === 'notInDingTalk') throw new Error('not inside DingTalk')
  await new Promise(resolve => dd.ready(resolve))
  const ask = (api, parameters) => new Promise((resolve, reject) => {
    const asked = api.requestAuthCode({ ...parameters, onSuccess: ({ code }) => resolve(code), onFail: reject })
    Promise.resolve(asked).catch(reject)
  })
  const { corpId, clientId } = parameters
  const code = await ask(dd, { corpId, clientId }).catch(() => ask(dd.runtime.permission, { corpId }))
  if (typeof code !== 'string' || code === '') throw new Error('DingTalk gave no code')
  return code
`

/** No signature of the page (dd.config) is needed for codes. */
export function inAppPage(options: {
  corpId: string
  clientId: string
  endpoints: { jsapi: string }
}): InAppPage {
  const { corpId, clientId, endpoints } = options
  return { library: new URL(endpoints.jsapi), askForCode, parameters: { corpId, clientId } }
}
