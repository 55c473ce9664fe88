import { randomBytes } from 'node:crypto'
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose'
import { type Host, type Identity, type Source, SsoError, type Transaction } from 'sso-kit/plugin'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { isAllowed } from '../../src/accounts/allow.ts'
import { vouched } from '../../src/accounts/vouched.ts'
import { s256 } from '../../src/hash.ts'
import plugin from './index.ts'

const login = 'https://login.microsoftonline.com'
const graph = 'https://graph.microsoft.com'
const clientId = '6731de76-14a6-49ae-97bc-6eba6914391e'
const clientSecret = 'a secret that only tests know'
const ours = '72f988bf-86f1-41af-91ab-2d7cd011db47'
const foreign = '6babcaad-604b-40ac-a9d7-9fd97c0b779f'
const personal = '9188040d-6c67-4c5b-b112-36a304b66dad'
const oid = '11111111-2222-3333-4444-555555555555'
const group = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee'

const [work, private_, strange, curved] = await Promise.all([
  generateKeyPair('RS256'),
  generateKeyPair('RS256'),
  generateKeyPair('RS256'),
  generateKeyPair('ES256'),
])
const template = `${login}/{tenantid}/v2.0`
const published = [
  { ...(await exportJWK(work.publicKey)), kid: 'work', use: 'sig', issuer: template },
  {
    ...(await exportJWK(private_.publicKey)),
    kid: 'private',
    use: 'sig',
    issuer: `${login}/${personal}/v2.0`,
  },
  { ...(await exportJWK(curved.publicKey)), kid: 'curve', use: 'sig', issuer: template },
]

/** What Microsoft, or somebody in its place, says at this sign-in. */
interface Lie {
  tid?: string
  /** Over the claims of the ID token; undefined takes one out. */
  claims?: Record<string, unknown>
  /** The ID token in the place of an honestly signed one. */
  sign?: (claims: JWTPayload) => string | Promise<string>
  tokens?: Record<string, unknown>
  metadata?: Record<string, unknown>
  keys?: readonly unknown[]
  graph?: (asked: string[]) => Response
  /** In the place of the token response. */
  refusal?: Response
  outage?: boolean
}

let lie: Lie
let tx: Transaction
let asked: string[]
let clock: number
beforeEach(() => {
  lie = {}
  asked = []
  clock = Date.now()
  tx = transaction()
})

function transaction(): Transaction {
  const fresh = () => randomBytes(32).toString('base64url')
  const codeVerifier = fresh()
  return {
    ...{ state: fresh(), nonce: fresh(), codeVerifier, codeChallenge: s256(codeVerifier) },
    redirectUri: 'https://sso.example.com/auth/microsoft/callback',
  }
}

async function microsoft(request: Request): Promise<Response> {
  if (lie.outage) throw new SsoError('source_unreachable')
  const { pathname } = new URL(request.url)
  const [, tenant = ''] = pathname.split('/')
  asked.push(pathname.replace(`/${tenant}`, ''))
  if (pathname.endsWith('/openid-configuration')) {
    const only = { consumers: personal, organizations: '{tenantid}', common: '{tenantid}' }[tenant] ?? tenant
    const at = `${login}/${tenant}`
    const addresses = { authorization_endpoint: `${at}/authorize`, token_endpoint: `${at}/token` }
    const algorithms = { id_token_signing_alg_values_supported: ['RS256', 'HS256', 'ES256', 'none'] }
    const issuer = `${login}/${only}/v2.0`
    return Response.json({ issuer, ...addresses, jwks_uri: `${at}/keys`, ...algorithms, ...lie.metadata })
  }
  if (pathname.endsWith('/keys')) return Response.json({ keys: lie.keys ?? published })
  if (pathname.endsWith('/checkMemberGroups')) {
    const { groupIds } = (await request.json()) as { groupIds: string[] }
    return lie.graph?.(groupIds) ?? Response.json({ value: groupIds })
  }
  if (lie.refusal) return lie.refusal
  const id_token = await (lie.sign ?? honestly)({ ...honest(), ...lie.claims })
  return Response.json({ access_token: 'an-access-token', token_type: 'Bearer', id_token, ...lie.tokens })
}

// the libraries have the clock of the process
const now = () => Math.floor(Date.now() / 1000)
const honest = () => ({
  ...{ iss: `${login}/${lie.tid ?? ours}/v2.0`, tid: lie.tid ?? ours, oid, sub: 'pairwise', aud: clientId },
  ...{ ver: '2.0', nonce: tx.nonce, iat: now(), nbf: now(), exp: now() + 3600, name: 'Li Si' },
})
const signing = (header: JWTHeaderParameters, by: CryptoKey | Uint8Array) => (claims: JWTPayload) =>
  // without `typ`, which Microsoft sends, passport-azure-ad reads no claims at all
  new SignJWT(claims).setProtectedHeader({ typ: 'JWT', ...header }).sign(by)
const honestly = (claims: JWTPayload) =>
  claims.tid === personal
    ? signing({ alg: 'RS256', kid: 'private' }, private_.privateKey)(claims)
    : signing({ alg: 'RS256', kid: 'work' }, work.privateKey)(claims)
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const bytes = (text: string) => new TextEncoder().encode(text)
const spki = await exportSPKI(work.publicKey)
const strangeKey = await exportJWK(strange.publicKey)

type Strategy = 'openid-client' | 'passport-azure-ad'
interface Given {
  tenant?: string
  allow?: Record<string, string[]>
}

const open = (strategy: Strategy, { tenant = ours, allow }: Given = {}): Promise<Source> | Source => {
  const host: Host = {
    ...{
      source: 'microsoft',
      now: () => clock,
      fetch: async (url, init) => microsoft(new Request(url, init)),
    },
    ...{ log: { info() {}, warn() {} }, passwords: { check: async () => null } },
    ...{
      folder: '.',
      connect: () => Promise.reject(new Error('not here')),
      socket: () => Promise.reject(new Error('not here')),
    },
  }
  const app = { tenant, clientId, clientSecret: { reveal: () => clientSecret }, strategy }
  return plugin.open({ ...app, endpoints: { login, graph }, ...(allow && { allow }) }, host)
}

async function pass({ redirect }: Source): Promise<Identity> {
  if (!redirect) throw new Error('there is no redirect sign-in')
  await redirect.start(tx)
  const url = new URL(tx.redirectUri)
  url.search = new URLSearchParams({ code: 'a-code', state: tx.state, session_state: 's' }).toString()
  return redirect.finish(new Request(url), tx)
}

describe.each<Strategy>(['openid-client', 'passport-azure-ad'])('with strategy %s', strategy => {
  const signIn = async (told: Lie, given?: Given): Promise<Identity> => {
    lie = told
    return pass(await open(strategy, given))
  }
  const refusal = (told: Lie, given?: Given): Promise<SsoError> =>
    signIn(told, given).then(
      ({ subject }) => Promise.reject(new Error(`let in ${subject}`)),
      error => error,
    )
  const isLetIn = async (told: Lie, given: Given) =>
    isAllowed(given.allow, vouched(await signIn(told, given)))

  it('departs with state, nonce and challenge of this sign-in, to come back with a query', async () => {
    const { redirect } = await open(strategy)
    const { url } = (await redirect?.start(tx)) ?? {}
    expect(Object.fromEntries(url?.searchParams ?? [])).toMatchObject({
      ...{ client_id: clientId, response_type: 'code', response_mode: 'query', redirect_uri: tx.redirectUri },
      ...{ state: tx.state, nonce: tx.nonce, scope: 'openid profile email' },
      ...{ code_challenge: tx.codeChallenge, code_challenge_method: 'S256' },
    })
    expect(url?.href.startsWith(`${login}/${ours}/authorize?`)).toBe(true)
  })

  it('an honest answer names a person by tenant and object id, never by the pairwise sub', async () => {
    expect(await signIn({})).toMatchObject({
      issuer: `${login}/${ours}/v2.0`,
      subject: oid,
      displayName: 'Li Si',
    })
  })

  describe('an ID token is refused', () => {
    it.each<[what: string, lie: Lie]>([
      [
        'that is not signed',
        { sign: claims => `${part({ typ: 'JWT', alg: 'none', kid: 'work' })}.${part(claims)}.` },
      ],
      [
        'that is not signed, in capitals',
        { sign: claims => `${part({ typ: 'JWT', alg: 'NONE', kid: 'work' })}.${part(claims)}.AAAA` },
      ],
      ['that is no token', { tokens: { id_token: 'a.b.c' } }],
      ['that is encrypted', { tokens: { id_token: `${part({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.a.b.c.d` } }],
      [
        'that is signed with the public key as a shared secret',
        { sign: signing({ alg: 'HS256', kid: 'work' }, bytes(spki)) },
      ],
      [
        'that is signed with the public key as the strategy writes it',
        { sign: signing({ alg: 'HS256', kid: 'work' }, bytes(`${spki}\n`)) },
      ],
      [
        'that is signed with the client secret',
        { sign: signing({ alg: 'HS256', kid: 'work' }, bytes(clientSecret)) },
      ],
      [
        'that is signed with a published key of another kind',
        { sign: signing({ alg: 'ES256', kid: 'curve' }, curved.privateKey) },
      ],
      [
        'that is signed with another key',
        { sign: signing({ alg: 'RS256', kid: 'work' }, strange.privateKey) },
      ],
      [
        'that brings its own key',
        { sign: signing({ alg: 'RS256', kid: 'own', jwk: strangeKey }, strange.privateKey) },
      ],
      [
        'that is signed with the key of the personal accounts',
        { sign: signing({ alg: 'RS256', kid: 'private' }, private_.privateKey) },
      ],
      [
        'whose claims were changed after signing',
        {
          async sign(claims) {
            const [header, , signature] = (await honestly(claims)).split('.')
            return `${header}.${part({ ...claims, oid: 'boss' })}.${signature}`
          },
        },
      ],
      ['for another client', { claims: { aud: 'other' } }],
      ['for another client besides', { claims: { aud: [clientId, 'other'], azp: clientId } }],
      ['for a resource of the same name', { claims: { aud: `spn:${clientId}` } }],
      ['that has ended', { claims: { exp: now() - 120, nbf: now() - 3600 } }],
      ['that never ends', { claims: { exp: undefined } }],
      ['that was made in the future', { claims: { iat: now() + 3600 } }],
      ['that was made at no time', { claims: { iat: undefined } }],
      ['that is not valid yet', { claims: { nbf: now() + 1800 } }],
      ['without a nonce', { claims: { nonce: undefined } }],
      ['of a version whose rules are others', { claims: { ver: '1.0' } }],
      ['of another issuer', { claims: { iss: 'https://evil.example' } }],
      ['of the issuer of version 1', { claims: { iss: `https://sts.windows.net/${ours}/` } }],
      ['of no issuer', { claims: { iss: undefined } }],
      ['of another tenant', { tid: foreign }],
      ['of another tenant that calls itself ours', { claims: { iss: `${login}/${foreign}/v2.0` } }],
      ['of no tenant', { claims: { tid: undefined } }],
      ['of personal accounts', { tid: personal }],
      ['about nobody', { claims: { oid: undefined } }],
      ['about a list', { claims: { oid: [oid] } }],
      ['that is not there', { tokens: { id_token: undefined } }],
      ['beside a token with a line break', { tokens: { access_token: 'one\nSet-Cookie: two' } }],
      ['beside no token', { tokens: { access_token: undefined } }],
      ['beside a token of no type', { tokens: { token_type: 7 } }],
    ])('%s', async (_, told) => {
      expect((await refusal(told)).code).toBe('source_reply_invalid')
    })

    it('that was good at an earlier sign-in', async () => {
      const source = await open(strategy)
      let old = ''
      lie = {
        async sign(claims) {
          old = await honestly(claims)
          return old
        },
      }
      await pass(source)
      tx = transaction()
      lie = { tokens: { id_token: old } }
      await expect(pass(source)).rejects.toMatchObject({ code: 'source_reply_invalid' })
    })
  })

  it.each([
    ['another issuer', { issuer: `${login}/${foreign}/v2.0` }],
    ['the placeholder where one tenant is meant', { issuer: template }],
    ['a slash more', { issuer: `${login}/${ours}/v2.0/` }],
  ])('metadata of %s is refused', async (_, metadata) => {
    expect((await refusal({ metadata })).code).toBe('source_reply_invalid')
  })

  it('a secret that has ended is told with the code of Microsoft', async () => {
    const body = { error: 'invalid_client', error_description: 'AADSTS7000222', error_codes: [7000222] }
    const error = await refusal({ refusal: Response.json(body, { status: 401 }) })
    expect(error).toMatchObject({ code: 'source_refused', vendorCode: 'invalid_client', step: 'exchange' })
  })

  describe('for more than one tenant', () => {
    it.each([
      ['organizations', ours],
      ['organizations', foreign],
      ['common', foreign],
      ['common', personal],
      ['consumers', personal],
      [personal, personal],
    ])('%s takes a person of %s, under an issuer of their own', async (tenant, tid) => {
      expect(await signIn({ tid }, { tenant })).toMatchObject({
        ...{ issuer: `${login}/${tid}/v2.0`, subject: oid, claims: { tenants: [tid] } },
      })
    })

    it.each([
      ['organizations', personal, 'not_member'],
      // their metadata names one issuer, and this is another
      ['consumers', foreign, 'source_reply_invalid'],
    ])('%s has no place for a person of %s', async (tenant, tid, code) => {
      expect((await refusal({ tid }, { tenant })).code).toBe(code)
    })

    it.each<[what: string, lie: Lie]>([
      ['the placeholder itself', { claims: { iss: template } }],
      ['the placeholder as tenant', { claims: { iss: template, tid: '{tenantid}' } }],
      ['a tenant that is no GUID', { claims: { iss: `${login}/evil/v2.0`, tid: 'evil' } }],
      [
        'a tenant that is a path',
        { claims: { iss: `${login}/${ours}/../${ours}/v2.0`, tid: `${ours}/../${ours}` } },
      ],
      [
        'a tenant in capitals',
        { claims: { iss: `${login}/${ours.toUpperCase()}/v2.0`, tid: ours.toUpperCase() } },
      ],
      ['no tenant', { claims: { iss: `${login}/undefined/v2.0`, tid: undefined } }],
      ['the tenant of somebody else', { claims: { tid: foreign } }],
      [
        'personal accounts, signed with the key of the organisations that is not theirs',
        {
          tid: personal,
          keys: [{ ...published[0], issuer: `${login}/${ours}/v2.0` }],
          sign: signing({ alg: 'RS256', kid: 'work' }, work.privateKey),
        },
      ],
      [
        'an organisation, signed with the key of the personal accounts',
        { sign: signing({ alg: 'RS256', kid: 'private' }, private_.privateKey) },
      ],
    ])('an ID token is refused of %s', async (_, told) => {
      expect((await refusal(told, { tenant: 'common' })).code).toBe('source_reply_invalid')
    })
  })

  describe('allow.tenants is asked at every sign-in', () => {
    const given = { tenant: 'organizations', allow: { tenants: [ours] } }

    it('and lets in people of that tenant alone', async () => {
      expect(await isLetIn({}, given)).toBe(true)
      expect(await isLetIn({ tid: foreign }, given)).toBe(false)
    })

    it('also of an address that looks like ours', async () => {
      const claims = { email: 'lisi@example.com', preferred_username: 'lisi@example.com', xms_edov: true }
      expect(await isLetIn({ tid: foreign, claims }, given)).toBe(false)
    })

    it('and whoever moved since the last one is out', async () => {
      const source = await open(strategy, given)
      const letIn = async () => isAllowed(given.allow, vouched(await pass(source)))
      expect(await letIn()).toBe(true)
      tx = transaction()
      lie = { tid: foreign }
      expect(await letIn()).toBe(false)
    })
  })

  describe('a guest', () => {
    // signs in at home and is known here by another object id
    const guest = {
      idp: `https://sts.windows.net/${foreign}/`,
      preferred_username: 'mallory_contoso.example#EXT#@ours.onmicrosoft.example',
      email: 'lisi@example.com',
    }

    it.each([guest.idp, `https://sts.windows.net/${ours}/`, 'live.com', 'mail', 7, undefined])(
      'is a person of the tenant that invited them, whatever idp says: %s',
      async idp => {
        expect(await signIn({ claims: { ...guest, idp } })).toMatchObject({
          ...{ issuer: `${login}/${ours}/v2.0`, subject: oid, claims: { tenants: [ours] } },
          ...{ username: guest.preferred_username, email: guest.email, emailVerified: false },
        })
      },
    )

    it('counts for allow.tenants as who they are here, not at home', async () => {
      const claims = guest
      expect(await isLetIn({ claims }, { tenant: 'organizations', allow: { tenants: [ours] } })).toBe(true)
      expect(await isLetIn({ claims }, { tenant: 'organizations', allow: { tenants: [foreign] } })).toBe(
        false,
      )
    })

    it('of somebody else is none of ours, though idp names us', async () => {
      const told = { tid: foreign, claims: { idp: `https://sts.windows.net/${ours}/` } }
      expect((await refusal(told)).code).toBe('source_reply_invalid')
      expect(await isLetIn(told, { tenant: 'common', allow: { tenants: [ours] } })).toBe(false)
    })

    it('with a personal account at home is no personal account here', async () => {
      const claims = { ...guest, idp: 'live.com', preferred_username: 'olga@outlook.example' }
      expect(await signIn({ claims }, { tenant: 'organizations' })).toMatchObject({
        claims: { tenants: [ours] },
      })
    })

    it('is kept out by a group that has members alone', async () => {
      const told = { claims: guest, graph: () => Response.json({ value: [] }) }
      expect(await isLetIn(told, { allow: { groups: [group] } })).toBe(false)
    })
  })

  it('the same object id in another tenant is another person', async () => {
    const given = { tenant: 'common' }
    const keys: string[] = []
    for (const tid of [ours, foreign, personal]) {
      tx = transaction()
      const { issuer, subject } = await signIn({ tid }, given)
      keys.push(`${issuer} ${subject}`)
    }
    expect(new Set(keys).size).toBe(3)
    expect(keys.every(key => key.endsWith(` ${oid}`))).toBe(true)
  })

  it.each<[tenant: string, what: string, issuer: string]>([
    ['consumers', 'a placeholder where all personal accounts are meant', template],
    ['consumers', 'an organisation', `${login}/${ours}/v2.0`],
    ['organizations', 'one organisation where all are meant', `${login}/${ours}/v2.0`],
    ['common', 'the personal accounts where all are meant', `${login}/${personal}/v2.0`],
  ])('%s: metadata of %s is refused', async (tenant, _, issuer) => {
    const tid = tenant === 'organizations' ? ours : personal
    expect((await refusal({ tid, metadata: { issuer } }, { tenant })).code).toBe('source_reply_invalid')
  })

  describe('allow.groups', () => {
    const given = { allow: { groups: [group] } }

    it('asks Graph with a scope of its own', async () => {
      const { redirect } = await open(strategy, given)
      const { url } = (await redirect?.start(tx)) ?? {}
      expect(url?.searchParams.get('scope')).toBe('openid profile email User.Read')
      expect(await isLetIn({}, given)).toBe(true)
      expect(asked.at(-1)).toBe('/me/checkMemberGroups')
    })

    it.each<[what: string, value: string[]]>([
      ['is in none', []],
      ['is in another one only', ['ffffffff-0000-0000-0000-000000000000']],
    ])('keeps out who %s', async (_, value) => {
      expect(await isLetIn({ graph: () => Response.json({ value }) }, given)).toBe(false)
    })

    it('asks about twenty at a time', async () => {
      const many = Array.from({ length: 45 }, (_, index) => group.replace(/..$/, String(10 + index)))
      const sizes: number[] = []
      const told = {
        graph(ids: string[]) {
          sizes.push(ids.length)
          return Response.json({ value: ids.slice(-1) })
        },
      }
      expect((await signIn(told, { allow: { groups: many } })).groups).toEqual([many[19], many[39], many[44]])
      expect(sizes).toEqual([20, 20, 5])
    })

    it('does not ask for personal accounts, which are in none', async () => {
      expect(await isLetIn({ tid: personal }, { ...given, tenant: 'common' })).toBe(false)
      expect(asked).not.toContain('/me/checkMemberGroups')
    })

    it.each([
      [
        'no permission',
        Response.json({ error: { code: 'Authorization_RequestDenied' } }, { status: 403 }),
        'source_refused',
      ],
      ['an answer to something else', Response.json({}), 'source_reply_invalid'],
      ['a list of other things', Response.json({ value: [{ id: group }] }), 'source_reply_invalid'],
    ])('lets nobody in for %s', async (_, reply, code) => {
      expect((await refusal({ graph: () => reply }, given)).code).toBe(code)
    })
  })

  describe('an address', () => {
    const email = 'lisi@example.com'

    it.each([true, 1, '1'])('is proven if xms_edov is %j', async xms_edov => {
      expect(await signIn({ claims: { email, xms_edov } })).toMatchObject({ email, emailVerified: true })
    })

    it.each<[what: string, claims: Record<string, unknown>]>([
      ['xms_edov is not there', {}],
      ['xms_edov is false', { xms_edov: false }],
      ['xms_edov is "0"', { xms_edov: '0' }],
      ['xms_edov is "true"', { xms_edov: 'true' }],
      ['xms_edov is a list', { xms_edov: [true] }],
      ['xms_edov is of another number', { xms_edov: 2 }],
      ['xms_edov is an object', { xms_edov: {} }],
      ['somebody else says so', { email_verified: true, verified_primary_email: [email] }],
    ])('is shown and not proven if %s', async (_, claims) => {
      expect(await signIn({ claims: { email, ...claims } })).toMatchObject({ email, emailVerified: false })
    })

    it('says nothing of another type', async () => {
      const claims = { email: ['lisi@example.com'], preferred_username: 7, name: { toString: 1 } }
      expect(await signIn({ claims })).toMatchObject({
        ...{ email: undefined, username: undefined, displayName: undefined },
      })
    })
  })

  describe('what Microsoft publishes', () => {
    const documents = () => asked.filter(path => path !== '/token')

    it('is read once in ten minutes', async () => {
      const source = await open(strategy)
      await pass(source)
      tx = transaction()
      await pass(source)
      expect(documents()).toEqual(['/v2.0/.well-known/openid-configuration', '/keys'])
      clock += 600_000
      tx = transaction()
      await expect(pass(source)).resolves.toMatchObject({ subject: oid })
      expect(documents()).toContain('/keys')
      expect(documents().filter(path => path.endsWith('/openid-configuration'))).toHaveLength(2)
    })

    it('is asked again after an outage, which is no refusal', async () => {
      const source = await open(strategy)
      lie = { outage: true }
      await expect(pass(source)).rejects.toMatchObject({ code: 'source_unreachable', status: 502 })
      lie = {}
      await expect(pass(source)).resolves.toMatchObject({ subject: oid })
    })
  })
})

it('a new key is fetched when it is first met, and then not again for half a minute', async () => {
  const source = await open('passport-azure-ad')
  await pass(source)
  const met = signing({ alg: 'RS256', kid: 'new' }, strange.privateKey)
  const unknown = async () => {
    tx = transaction()
    lie = { sign: met }
    await expect(pass(source)).rejects.toMatchObject({ code: 'source_reply_invalid' })
  }
  const fetched = () => asked.filter(path => path === '/keys').length
  await unknown()
  expect(fetched()).toBe(1)
  clock += 30_000
  await unknown()
  await unknown()
  expect(fetched()).toBe(2)
  clock += 30_000
  tx = transaction()
  lie = { sign: met, keys: [...published, { ...strangeKey, kid: 'new', issuer: template }] }
  expect(await pass(source)).toMatchObject({ subject: oid })
  expect(fetched()).toBe(3)
})

it('a source whose package is missing says which one', async () => {
  vi.doMock('passport-azure-ad', () => {
    throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' })
  })
  vi.resetModules()
  await expect(open('passport-azure-ad')).rejects.toThrow('npm install passport-azure-ad')
  vi.doUnmock('passport-azure-ad')
  await expect(open('openid-client')).resolves.toHaveProperty('redirect')
})
