import { fields, requestJson, SsoError } from 'sso-kit/plugin'

/** @import { Host, Step } from 'sso-kit/plugin' */

/**
 * Acme's calls, each with the name of its document. A reply is read field by field and never trusted: what is missing
 * or of another type throws `source_reply_invalid`.
 *
 * @param {Host} host
 * @param {string} endpoint
 */
export function acmeApi(host, endpoint) {
  /** @param {Step} step @param {string} path @param {RequestInit} init */
  const call = async (step, path, init) => {
    const { status, body } = await requestJson(
      host.fetch,
      { source: host.source, step },
      endpoint + path,
      init,
    )
    const reply = fields(body, { source: host.source, step })
    if (status !== 200)
      throw new SsoError('source_refused', {
        source: host.source,
        step,
        vendorCode: reply.optional('error') ?? String(status),
        cause: path,
      })
    return reply
  }

  return {
    /**
     * Acme handbook, "Tokens".
     * @param {Record<string, string>} form
     */
    async token(form) {
      const reply = await call('exchange', '/token', { method: 'POST', body: new URLSearchParams(form) })
      return reply.token('access_token')
    },

    /**
     * Acme handbook, "Who is it?".
     * @param {string} token
     */
    async person(token) {
      const reply = await call('profile', '/me', { headers: { authorization: `Bearer ${token}` } })
      return {
        id: reply.id('id'),
        login: reply.string('login'),
        name: reply.optional('name'),
        email: reply.optional('email'),
        groups: reply.strings('groups'),
      }
    },
  }
}
