import { fields, type Host, requestJson, SsoError, type Step } from 'sso-kit/plugin'

/** As many as one call may ask about. */
export const mostGroups = 20

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
  for (let from = 0; from < wanted.length; from += mostGroups) {
    const groupIds = wanted.slice(from, from + mostGroups)
    // learn.microsoft.com/graph/api/directoryobject-checkmembergroups
    const { status, body } = await requestJson(host.fetch, call, `${graph}/v1.0/me/checkMemberGroups`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ groupIds }),
    })
    if (status !== 200) {
      const vendorCode = `${status} ${fields(body, call).object('error').string('code')}`
      throw new SsoError('source_refused', { ...call, vendorCode, cause: 'POST /v1.0/me/checkMemberGroups' })
    }
    found.push(...onlyAsked(body, groupIds, host.source))
  }
  return found
}

/** The groups in an answer, and only those that it was asked about; without a list it has answered nothing. */
export function onlyAsked(body: unknown, groupIds: readonly string[], source: string): string[] {
  const call = { source, step: 'profile' } as const
  if (Object(body).value === undefined)
    throw new SsoError('source_reply_invalid', { ...call, cause: '"value" is missing' })
  return fields(body, call)
    .strings('value')
    .filter(id => groupIds.includes(id))
}
