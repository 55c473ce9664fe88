import { type Fields, fields, type Host, requestJson, SsoError, type Step } from 'sso-kit/plugin'

/** The REST calls of one sign-in, with the person's own token. */
export interface GitHub {
  user(): Promise<{ id: string; login: string; name: string | undefined }>
  /** The primary address and whether GitHub saw it proved; undefined where the person hides or has none. */
  primaryEmail(): Promise<{ address: string; verified: boolean } | undefined>
  /** True for an active member; an invited person is none yet. */
  isMember(organization: string): Promise<boolean>
}

export function gitHub(host: Host, api: string, accessToken: string): GitHub {
  const headers = {
    authorization: `Bearer ${accessToken}`,
    accept: 'application/vnd.github+json',
    // GitHub refuses calls without one
    'user-agent': 'sso-kit',
  }
  const step: Step = 'profile'
  const get = (path: string) =>
    requestJson(host.fetch, { source: host.source, step }, api + path, { headers })
  const refused = (status: number, path: string) =>
    new SsoError('source_refused', {
      source: host.source,
      step,
      vendorCode: String(status),
      cause: `GET ${path}`,
    })

  return {
    // docs.github.com/rest/users/users#get-the-authenticated-user
    async user() {
      const { status, body } = await get('/user')
      if (status !== 200) throw refused(status, '/user')
      const user = fields(body, { source: host.source, step })
      return { id: user.id('id'), login: user.string('login'), name: user.optional('name') }
    },
    // docs.github.com/rest/users/emails – 100 is the most a page holds; nobody has more
    async primaryEmail() {
      const { status, body } = await get('/user/emails?per_page=100')
      // 404: the person or the app did not grant user:email. That is their choice, not a failure
      if (status === 404 || status === 403) return undefined
      if (status !== 200 || !Array.isArray(body)) throw refused(status, '/user/emails')
      const primary = body
        .map((entry): Fields => fields(entry, { source: host.source, step }))
        .find(entry => entry.boolean('primary'))
      return primary && { address: primary.string('email'), verified: primary.boolean('verified') === true }
    },
    // docs.github.com/rest/orgs/members#get-an-organization-membership-for-the-authenticated-user
    async isMember(organization) {
      const path = `/user/memberships/orgs/${encodeURIComponent(organization)}`
      const { status, body } = await get(path)
      // 403 too: organisations with app restrictions hide themselves until an owner approves the app
      if (status === 404 || status === 403) return false
      if (status !== 200) throw refused(status, path)
      return fields(body, { source: host.source, step }).string('state') === 'active'
    },
  }
}
