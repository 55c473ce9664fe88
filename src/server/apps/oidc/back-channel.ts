import type { Tell } from '../telling.ts'

/** OpenID Connect Back-Channel Logout 1.0 §2.5: an app without an address for it has nothing to be told. */
export const backChannel: Tell = async ({ handle, subject }, app, { oidc, outbound }) => {
  const client = [...(oidc?.clients.values() ?? [])].find(each => each.app === app.config.id)
  if (!oidc || client?.backchannelLogoutUri === undefined) return
  const token = await (await oidc.provider()).logoutToken(client, { subject, handle })
  const { status } = await outbound.fetch(client.backchannelLogoutUri, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ logout_token: token }).toString(),
  })
  if (status !== 200 && status !== 204) throw new Error(`it answered ${status}`)
}
