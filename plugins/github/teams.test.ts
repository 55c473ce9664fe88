import { afterEach, describe, expect, it } from 'vitest'
import { refusal } from '../../test/server/steps.ts'
import { type Fault, openSite, registering, type Site } from '../../test/site.ts'

let site: Site
afterEach(() => site.close())

const open = async (allow: string, more = '', api = 'github/api') => {
  site = await openSite(`${registering}
sources:
  - id: github
    type: github
    name: GitHub
    clientId: app
    clientSecret: { env: SECRET }
    allow: ${allow}
    endpoints: { login: "{vendor}/github/login", api: "{vendor}/${api}" }
${more}`)
}
const signIn = (person: string) => site.browser().signIn('github', person)
const isLetIn = async (person: string) => (await signIn(person)).status === 302
const refused = async (person: string) => refusal(site, await signIn(person))
const notAllowed = [403, 'not_allowed']
const calls = (path: string) => site.vendor.calls.filter(call => call.includes(path))

/** The list of teams as GitHub would give it, page by page. */
const listing =
  (...pages: object[][]): Fault =>
  ({ url }) => {
    const { pathname, searchParams, href } = new URL(url)
    if (!pathname.endsWith('/user/teams')) return undefined
    const page = Number(searchParams.get('page'))
    const next = page < pages.length ? { link: `<${href}>; rel="prev", <${href}>; rel="next"` } : undefined
    return Response.json(pages[page - 1], { headers: { ...next } })
  }
const team = (name: string, parent?: string) => {
  const [login, slug] = name.split('/')
  return { slug, organization: { login }, parent: parent === undefined ? null : { slug: parent } }
}

describe('allow: teams', () => {
  it('lets in who is in the team, and no other member of the organisation', async () => {
    await open('{ teams: [example/clients] }')
    expect(await isLetIn('zhouyu')).toBe(true)
    expect(await refused('zhangwei2')).toEqual(notAllowed)
    expect(await refused('stranger')).toEqual(notAllowed)
  })

  it('lets in who is in a team below, however deep', async () => {
    await open('{ teams: [example/r-d] }')
    // 研发部 › 平台组 › 存储小组
    expect(await isLetIn('huangli')).toBe(true)
    expect(await refused('linxiao')).toEqual(notAllowed)
  })

  it('does not let in who is in a team above', async () => {
    await open('{ teams: [example/storage] }')
    expect(await refused('zhaomin')).toEqual(notAllowed)
  })

  it('knows the people of a secret team', async () => {
    await open('{ teams: [example/finance] }')
    expect(await isLetIn('dengchao')).toBe(true)
    expect(await refused('fangyuan')).toEqual(notAllowed)
  })

  it('takes the organisation in any case', async () => {
    await open('{ teams: [EXAMPLE/clients] }')
    expect(await isLetIn('zhouyu')).toBe(true)
  })

  it('beside organizations: both have to match', async () => {
    await open('{ organizations: [example], teams: [example/clients] }')
    expect(await isLetIn('zhouyu')).toBe(true)
    expect(await refused('lisi')).toEqual(notAllowed)
  })

  it('empty: nobody, and GitHub is not asked', async () => {
    await open('{ teams: [] }')
    expect(await refused('lisi')).toEqual(notAllowed)
    expect([...calls('/user/teams'), ...calls('/memberships/')]).toEqual([])
  })

  it('is asked at every sign-in: who has left the team is out', async () => {
    await open('{ teams: [example/clients] }')
    expect(await isLetIn('zhouyu')).toBe(true)
    const person = site.world.people.find(({ id }) => id === 'zhouyu')
    if (person) person.departments = ['1005']
    expect(await refused('zhouyu')).toEqual(notAllowed)
  })

  it('is asked of an Enterprise Server below its own path', async () => {
    await open('{ teams: [example/clients] }', '', 'github/login/api/v3')
    expect(await isLetIn('zhouyu')).toBe(true)
    expect(calls('/github/login/api/v3/user/teams')).not.toEqual([])
  })

  it('asks for the scope, and without it nobody is in a team', async () => {
    await open('{ teams: [example/clients] }')
    const browser = site.browser()
    const departure = new URL((await browser.get('/auth/github')).location ?? '')
    expect(departure.searchParams.get('scope')?.split(',')).toContain('read:org')
    departure.searchParams.set('scope', 'read:user user:email')
    const back = await browser.atVendor('github', 'zhouyu', departure.href)
    expect(refusal(site, await browser.get(back))).toEqual(notAllowed)
  })
})

describe('nobody gets in by a team that only looks like it', () => {
  it('of the same slug in another organisation', async () => {
    await open('{ teams: [example/platform] }')
    // everybody is in weekend-hobbyists/platform, and 林晓 in example
    expect(await refused('linxiao')).toEqual(notAllowed)
    site.vendor.fault = listing([
      team('Example-2/platform'),
      team('examp1e/platform'),
      team('x/example/platform'),
    ])
    expect(await refused('linxiao')).toEqual(notAllowed)
  })

  it('nested in one of the same slug in another organisation', async () => {
    await open('{ teams: [example/platform] }')
    site.vendor.fault = listing([team('evil/mine', 'platform'), team('example/brand-pr')])
    expect(await refused('wuting')).toEqual(notAllowed)
  })

  it('of an organisation that has only invited them, whatever the list says', async () => {
    await open('{ teams: [example/people] }')
    expect(await refused('renyi')).toEqual(notAllowed)
    site.vendor.fault = listing([team('example/people')])
    expect(await refused('renyi')).toEqual(notAllowed)
    expect(calls('/user/teams')).toEqual([])
  })

  it('that has been renamed: its slug is another', async () => {
    await open('{ teams: [example/clients] }')
    site.vendor.fault = listing([{ ...team('example/apps'), name: 'clients' }])
    expect(await refused('zhouyu')).toEqual(notAllowed)
  })

  it('whose slug is a path', async () => {
    await open('{ teams: [example/clients] }')
    site.vendor.fault = listing([team('example/x', '../../../user?')])
    expect(await refused('linxiao')).toEqual(notAllowed)
    expect(site.vendor.calls.at(-1)).toContain('/orgs/example/teams/..%2F..%2F..%2Fuser%3F')
  })
})

describe('the list of teams', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => team(`example/t${index}`))

  it('is read to its last page', async () => {
    await open('{ teams: [example/last] }')
    site.vendor.fault = listing(hundred, hundred, [team('example/last')])
    expect(await isLetIn('linxiao')).toBe(true)
    expect(calls('/user/teams')).toHaveLength(3)
  })

  it('is not followed to another server', async () => {
    await open('{ teams: [example/last] }')
    site.vendor.fault = ({ url }) =>
      url.includes('/user/teams') && url.endsWith('page=1')
        ? Response.json(hundred, { headers: { link: '<https://evil.example/user/teams>; rel="next"' } })
        : undefined
    expect(await refused('linxiao')).toEqual(notAllowed)
    expect(calls('/user/teams')).toHaveLength(2)
  })

  it('without an end is given up', async () => {
    await open('{ teams: [example/last] }')
    site.vendor.fault = ({ url }) =>
      url.includes('/user/teams')
        ? Response.json(hundred, { headers: { link: '<https://api.github.com/>; rel="next"' } })
        : undefined
    expect(await refused('linxiao')).toEqual([502, 'source_reply_invalid'])
    expect(calls('/user/teams')).toHaveLength(20)
  })

  it('whose teams are nested in a circle has an end', async () => {
    await open('{ teams: [example/last] }')
    site.vendor.fault = listing([team('example/a', 'b'), team('example/b', 'a')])
    expect(await refused('linxiao')).toEqual(notAllowed)
  })

  it('ends at a team above that the person cannot see', async () => {
    await open('{ teams: [example/a] }')
    site.vendor.fault = listing([team('example/a', 'hidden')])
    expect(await isLetIn('linxiao')).toBe(true)
  })

  it.each([
    ['forbids it', () => Response.json({ message: 'Forbidden' }, { status: 403 }), 'source_refused'],
    ['does not know it', () => Response.json({ message: 'Not Found' }, { status: 404 }), 'source_refused'],
    ['answers with an object', () => Response.json({}), 'source_reply_invalid'],
    ['leaves the organisation out', () => Response.json([{ slug: 'clients' }]), 'source_reply_invalid'],
    [
      'leaves the slug out',
      () => Response.json([{ organization: { login: 'example' } }]),
      'source_reply_invalid',
    ],
  ])('is a failure where GitHub %s', async (_what, reply, code) => {
    await open('{ teams: [example/clients] }')
    site.vendor.fault = ({ url }) => (url.includes('/user/teams') ? reply() : undefined)
    expect(await refused('zhouyu')).toEqual([502, code])
  })
})

it('an organisation that hides its members lets nobody in, and the log says who can mend it', async () => {
  await open('{ teams: [example/clients] }')
  site.vendor.fault = ({ url }) =>
    url.includes('/memberships/orgs/')
      ? Response.json(
          { message: 'Resource protected by organization SAML enforcement.' },
          {
            status: 403,
            headers: { 'x-github-sso': 'required; url=https://github.com/orgs/example/sso?a=b' },
          },
        )
      : undefined
  expect(await refused('zhouyu')).toEqual(notAllowed)
  expect(site.log).toContainEqual(
    expect.objectContaining({
      ...{ source: 'github', organization: 'example', vendorCode: '403' },
      msg: expect.stringContaining('approve the app'),
    }),
  )
  expect(site.lines.join('')).not.toContain('sso?a=b')
})

describe('grants ask for teams as groups', () => {
  const grants = 'grants: [{ id: rd, when: { group: example/r-d }, baseDir: /rd }]'
  const folderOf = async (person: string) => {
    const browser = site.browser()
    await browser.signIn('github', person)
    return /<code>(\/[^<]*)<\/code>/.exec((await browser.get('/account')).page)?.[1]
  }

  it.each(['{ organizations: [Example] }', '{ teams: [example/r-d, example/marketing] }'])(
    'with allow: %s',
    async allow => {
      await open(allow, grants)
      expect(await folderOf('huangli')).toBe('/rd')
      expect(await folderOf('linxiao')).toBe('/staff')
    },
  )

  it('and learn nothing of teams elsewhere', async () => {
    await open('{ organizations: [example] }', grants)
    await signIn('linxiao')
    const [account] = await site.storage.accounts.list()
    const [binding] = await site.storage.bindings.of(account?.id ?? '')
    expect(binding?.facts?.groups).toEqual(['example/marketing'])
  })
})
