import { fields, type Host, requestJson, SsoError, type Step } from 'sso-kit/plugin'

/** As many as one call may ask about. */
const most = 20

/** Which of these groups the person belongs to, groups within groups included, with the person's own token. */
export async function memberGroups(
  host: Host,
  graph: string,
  accessToken: string,
  wanted: readonly string[],
): Promise<string[]> {
  const step: Step = 'profile'
  const call = { source: host.source, step }
  const found: string[] = []
  for (let from = 0; from < wanted.length; from += most) {
    const groupIds = wanted.slice(from, from + most)
    // learn.microsoft.com/graph/api/directoryobject-checkmembergroups
    const { status, body } = await requestJson(host.fetch, call, `${graph}/v1.0/me/checkMemberGroups`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ groupIds }),
    })
    const reply = fields(body, call)
    if (status !== 200) {
      const vendorCode = `${status} ${reply.object('error').string('code')}`
      throw new SsoError('source_refused', { ...call, vendorCode, cause: 'POST /v1.0/me/checkMemberGroups' })
    }
    const list = (body as Record<string, unknown>).value
    if (list === undefined)
      throw new SsoError('source_reply_invalid', { ...call, cause: '"value" is missing' })
    // only what was asked for
    found.push(...reply.strings('value').filter(id => groupIds.includes(id)))
  }
  return found
}
