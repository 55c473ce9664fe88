import { type Fields, fields, type Host, requestJson, SsoError } from 'sso-kit/plugin'

/** A team as GitHub names it in addresses: organisation and slug, both in small letters. */
export interface Team {
  organization: string
  slug: string
  /** Slug of the team that this one is nested in. */
  parent: string | undefined
}

/** The REST calls of one sign-in, with the person's own token. */
export interface GitHub {
  user(): Promise<{ id: string; login: string; name: string | undefined }>
  /** The primary address and whether GitHub saw it proved; undefined where the person hides or has none. */
  primaryEmail(): Promise<{ address: string; verified: boolean } | undefined>
  /** True for an active member; an invited person is none yet. */
  isMember(organization: string): Promise<boolean>
  /** Every team that the person was put into, secret ones too, in all organisations that show themselves to the app. */
  teams(): Promise<Team[]>
  /** Undefined where the person cannot see it. */
  team(organization: string, slug: string): Promise<Team | undefined>
}

/** More pages of 100 than a person has teams; somebody is playing games. */
const mostPages = 20

export function gitHub(host: Host, api: string, accessToken: string): GitHub {
  const headers = {
    authorization: `Bearer ${accessToken}`,
    accept: 'application/vnd.github+json',
    // GitHub refuses calls without one
    'user-agent': 'sso-kit',
  }
  const call = { source: host.source, step: 'profile' } as const
  const get = (path: string) => requestJson(host.fetch, call, api + path, { headers })
  const refused = (status: number, path: string) =>
    new SsoError('source_refused', { ...call, vendorCode: String(status), cause: `GET ${path}` })
  const list = ({ status, body }: { status: number; body: unknown }, path: string): unknown[] => {
    if (status !== 200) throw refused(status, path)
    if (Array.isArray(body)) return body
    throw new SsoError('source_reply_invalid', { ...call, cause: `GET ${path}: no list` })
  }

  return {
    // docs.github.com/rest/users/users#get-the-authenticated-user
    async user() {
      const { status, body } = await get('/user')
      if (status !== 200) throw refused(status, '/user')
      const user = fields(body, call)
      return { id: user.id('id'), login: user.string('login'), name: user.optional('name') }
    },
    // docs.github.com/rest/users/emails – 100 is the most a page holds; nobody has more
    async primaryEmail() {
      const { status, body } = await get('/user/emails?per_page=100')
      // 404: the person or the app did not grant user:email. That is their choice, not a failure
      if (status === 404 || status === 403) return undefined
      if (status !== 200 || !Array.isArray(body)) throw refused(status, '/user/emails')
      const primary = body.map((entry): Fields => fields(entry, call)).find(entry => entry.boolean('primary'))
      return primary && { address: primary.string('email'), verified: primary.boolean('verified') === true }
    },
    // docs.github.com/rest/orgs/members#get-an-organization-membership-for-the-authenticated-user
    async isMember(organization) {
      const path = `/user/memberships/orgs/${encodeURIComponent(organization)}`
      const { status, body } = await get(path)
      if (status === 404) return false
      if (status === 403) {
        // a member seems to be none, and only an owner or the person can mend that
        host.log.warn(
          { source: host.source, organization, vendorCode: '403' },
          'the organisation hides its members: its owner must approve the app, or the person authorise it for single sign-on',
        )
        return false
      }
      if (status !== 200) throw refused(status, path)
      return fields(body, call).string('state') === 'active'
    },
    // docs.github.com/rest/teams/teams#list-teams-for-the-authenticated-user
    async teams() {
      const teams: Team[] = []
      for (let page = 1; page <= mostPages; page += 1) {
        const reply = await get(`/user/teams?per_page=100&page=${page}`)
        teams.push(...list(reply, '/user/teams').map(entry => teamIn(entry, call)))
        // the address in it is not followed: the token goes nowhere that a reply names
        if (!/;\s*rel="next"/.test(reply.headers.get('link') ?? '')) return teams
      }
      throw new SsoError('source_reply_invalid', { ...call, cause: `more than ${mostPages} pages of teams` })
    },
    // docs.github.com/rest/teams/teams#get-a-team-by-name
    async team(organization, slug) {
      const path = `/orgs/${encodeURIComponent(organization)}/teams/${encodeURIComponent(slug)}`
      const { status, body } = await get(path)
      if (status === 404) return undefined
      if (status !== 200) throw refused(status, path)
      return teamIn(body, call)
    },
  }
}

function teamIn(entry: unknown, call: { source: string; step: 'profile' }): Team {
  const team = fields(entry, call)
  const { parent } = Object(entry)
  return {
    organization: team.object('organization').string('login').toLowerCase(),
    slug: team.string('slug').toLowerCase(),
    parent:
      parent === null || parent === undefined ? undefined : fields(parent, call).string('slug').toLowerCase(),
  }
}
