import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import { app, callback, counted, hosts, optionsWith, ours } from './fixtures/simulated.ts'
import { simulate } from './simulator/index.ts'
import { oidOf, ownPeople } from './simulator/people.ts'
import { contosoTenant, personalTenant } from './simulator/tenants.ts'

let clock: number
const world = createWorld({ now: () => clock, random: counted() })
let send: (request: Request) => Promise<Response>

/** Kept from test to test: making keys takes longer than everything else here. */
const vendors = new Map<string, Awaited<ReturnType<typeof simulate>>>()

async function registerFor(tenant: string) {
  send = vendors.get(tenant) ?? (await simulate(optionsWith({ tenant }), world))
  vendors.set(tenant, send)
}

beforeEach(async () => {
  clock = Date.UTC(2026, 10, 26)
  await registerFor(ours)
})

describe('discovery', () => {
  test.each([
    ['common', '{tenantid}'],
    ['organizations', '{tenantid}'],
    ['consumers', personalTenant],
    [ours, ours],
    [contosoTenant, contosoTenant],
  ])('of %s has the issuer of %s and endpoints of its own', async (segment, issuer) => {
    expect(await json(`${hosts.login}/${segment}/v2.0/.well-known/openid-configuration`)).toMatchObject({
      issuer: `${hosts.login}/${issuer}/v2.0`,
      authorization_endpoint: `${hosts.login}/${segment}/oauth2/v2.0/authorize`,
      token_endpoint: `${hosts.login}/${segment}/oauth2/v2.0/token`,
      jwks_uri: `${hosts.login}/${segment}/discovery/v2.0/keys`,
      subject_types_supported: ['pairwise'],
    })
  })

  test.each(['nonsense', '00000000-1111-2222-3333-444444444444'])('knows no tenant %s', async segment => {
    const reply = await send(new Request(`${hosts.login}/${segment}/v2.0/.well-known/openid-configuration`))
    expect([reply.status, await reply.json()]).toMatchObject([400, { error: 'invalid_tenant' }])
  })
})

describe('the keys', () => {
  const keysOf = async (segment: string) =>
    ((await json(`${hosts.login}/${segment}/discovery/v2.0/keys`)) as { keys: Key[] }).keys
  const template = `${hosts.login}/{tenantid}/v2.0`
  const personal = `${hosts.login}/${personalTenant}/v2.0`

  test('say whose tokens they sign', async () => {
    const issuers = async (segment: string) => (await keysOf(segment)).map(({ issuer }) => issuer)
    expect(await issuers('common')).toEqual([template, template, personal])
    expect(await issuers('organizations')).toEqual([template, template])
    expect(await issuers('consumers')).toEqual([personal])
    expect(await issuers(personalTenant)).toEqual([personal])
    expect(await issuers(ours)).toEqual([`${hosts.login}/${ours}/v2.0`, `${hosts.login}/${ours}/v2.0`])
  })

  test('come with a certificate that holds them and is signed with them', async () => {
    const keys = await keysOf('common')
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(3)
    for (const key of keys) {
      const certificate = new X509Certificate(Buffer.from(key.x5c[0] ?? '', 'base64'))
      const publicKey = createPublicKey({ key, format: 'jwk' })
      expect(certificate.publicKey.equals(publicKey)).toBe(true)
      expect(certificate.verify(publicKey)).toBe(true)
      expect(Buffer.from(certificate.fingerprint.replaceAll(':', ''), 'hex').toString('base64url')).toBe(
        key.kid,
      )
      expect([key.x5t, key.use, key.d]).toEqual([key.kid, 'sig', undefined])
    }
  })

  test.each([
    ['lisi', template],
    ['outlook', personal],
  ])('sign for %s as %s', async (person, issuer) => {
    await registerFor('common')
    const { id_token = '' } = await tokens(person, {}, 'common')
    const [header = '', payload = '', signature = ''] = id_token.split('.')
    const { kid, alg } = JSON.parse(Buffer.from(header, 'base64url').toString())
    const key = (await keysOf('common')).find(one => one.kid === kid)
    expect([alg, key?.issuer]).toEqual(['RS256', issuer])
    const publicKey = createPublicKey({ key: key ?? {}, format: 'jwk' })
    const data = Buffer.from(`${header}.${payload}`)
    expect(verify('sha256', data, publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
  })
})

describe('the authorisation page', () => {
  test('lists everybody, and sends back code, state and session', async () => {
    const page = await (await send(new Request(authorizeUrl()))).text()
    for (const { id } of [...world.people, ...ownPeople]) expect(page).toContain(`data-person="${id}"`)
    const back = await departure({ person: 'lisi', state: 'a b' })
    expect([...back.searchParams.keys()]).toEqual(['code', 'session_state', 'state'])
    expect(back.searchParams.get('state')).toBe('a b')
  })

  test.each<[string, Record<string, string>, string, string]>([
    ['the cancel link', { refuse: '1' }, 'access_denied', 'AADSTS65004'],
    ['another response type', { response_type: 'id_token' }, 'unsupported_response_type', 'AADSTS700054'],
    ['another response mode', { response_mode: 'form_post' }, 'invalid_request', 'AADSTS'],
    ['no scope', { scope: '' }, 'invalid_request', 'AADSTS900144'],
    ['a scope of nobody', { scope: 'openid https://other.example/x' }, 'invalid_scope', 'AADSTS70011'],
    [
      'a short challenge',
      { code_challenge: 'x', code_challenge_method: 'S256' },
      'invalid_request',
      'AADSTS',
    ],
  ])('sends back an error for %s', async (_, change, error, number) => {
    const back = await departure({ person: 'lisi', state: 's', ...change })
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ error, state: 's' })
    expect(back.searchParams.get('error_description')).toContain(number)
    expect(back.searchParams.has('code')).toBe(false)
  })

  test.each<[string, Record<string, string>, string]>([
    ['another app', { client_id: ours }, 'AADSTS700016'],
    ['no redirect_uri', { redirect_uri: '' }, 'AADSTS50011'],
    ['http elsewhere', { redirect_uri: 'http://sso.example.com/' }, 'AADSTS50011'],
    ['http for an address', { redirect_uri: 'http://127.0.0.1/' }, 'AADSTS50011'],
    ['a script', { redirect_uri: 'javascript:alert' }, 'AADSTS50011'],
    ['a fragment', { redirect_uri: `${callback}#a` }, 'AADSTS50011'],
    ['a forbidden character', { redirect_uri: `${callback};a` }, 'AADSTS50011'],
    ['more than 256 characters', { redirect_uri: `${callback}/${'a'.repeat(256)}` }, 'AADSTS50011'],
    ['a person nobody knows', { person: 'nobody' }, 'AADSTS50020'],
  ])('redirects nobody for %s', async (_, change, number) => {
    const reply = await send(new Request(authorizeUrl({ person: 'lisi', ...change })))
    expect([reply.status, reply.headers.get('location')]).toEqual([400, null])
    expect(await reply.text()).toContain(number)
  })

  test('takes http at localhost, and a query from apps that have no personal accounts', async () => {
    const status = async (redirect_uri: string, segment: string) =>
      (await send(new Request(authorizeUrl({ person: 'lisi', redirect_uri }, segment)))).status
    expect(await status('http://localhost:8080/cb', ours)).toBe(302)
    expect(await status(`${callback}?method=sso_get_token`, ours)).toBe(302)
    await registerFor('common')
    expect(await status(callback, 'common')).toBe(302)
    expect(await status(`${callback}?method=sso_get_token`, 'common')).toBe(400)
  })
})

describe('who may come through', () => {
  const everybody = ['lisi', 'supplier', 'impostor', 'contoso', 'outlook', 'stranger']

  test.each<[registered: string, segment: string, people: string[]]>([
    [ours, ours, ['lisi', 'supplier', 'impostor']],
    ['organizations', 'organizations', ['lisi', 'impostor', 'contoso']],
    ['organizations', ours, []],
    ['organizations', contosoTenant, ['impostor', 'contoso']],
    ['organizations', 'common', ['lisi', 'impostor', 'contoso']],
    ['common', 'common', ['lisi', 'impostor', 'contoso', 'outlook', 'stranger']],
    ['common', 'organizations', ['lisi', 'impostor', 'contoso']],
    ['common', 'consumers', ['outlook', 'stranger']],
    ['consumers', 'consumers', ['outlook', 'stranger']],
  ])('an app for %s, through %s', async (registered, segment, people) => {
    await registerFor(registered)
    const through: string[] = []
    for (const person of everybody) {
      const reply = await send(new Request(authorizeUrl({ person }, segment)))
      if (reply.status === 302) through.push(person)
    }
    expect(through).toEqual(people)
  })

  test.each<[registered: string, segment: string, number: string]>([
    [ours, 'common', 'AADSTS50194'],
    [ours, 'organizations', 'AADSTS50194'],
    [ours, contosoTenant, 'AADSTS700016'],
    ['organizations', 'consumers', 'AADSTS700016'],
    ['consumers', 'common', 'AADSTS700016'],
    ['consumers', contosoTenant, 'AADSTS700016'],
  ])('an app for %s has no page at %s', async (registered, segment, number) => {
    await registerFor(registered)
    expect(await (await send(new Request(authorizeUrl({}, segment)))).text()).toContain(number)
  })
})

describe('the ID token', () => {
  const claims = async (person: string, tenant: string, scope = 'openid profile email') => {
    await registerFor(tenant)
    return payloadOf((await tokens(person, { scope, nonce: 'n-1' }, tenant)).id_token)
  }

  test('of a member', async () => {
    const now = clock / 1000
    expect(await claims('lisi', ours)).toEqual({
      ver: '2.0',
      iss: `${hosts.login}/${ours}/v2.0`,
      aud: app,
      iat: now,
      nbf: now,
      exp: now + 3600,
      nonce: 'n-1',
      sub: expect.stringMatching(/^[\w-]{43}$/),
      tid: ours,
      oid: oidOf({ id: 'lisi' }, ours),
      name: '李四',
      preferred_username: 'lisi@example.com',
      email: 'lisi@example.com',
      xms_edov: true,
    })
  })

  test('is filled by scope: oid comes with profile', async () => {
    const bare = await claims('lisi', ours, 'openid')
    expect(bare).toMatchObject({ tid: ours, sub: expect.any(String) })
    for (const absent of ['oid', 'name', 'preferred_username', 'email'])
      expect(bare).not.toHaveProperty(absent)
  })

  test('has no address for members without mail', async () => {
    const renyi = await claims('renyi', ours)
    expect(renyi).toMatchObject({ preferred_username: 'renyi@example.com' })
    for (const absent of ['email', 'xms_edov']) expect(renyi).not.toHaveProperty(absent)
  })

  test('of a guest is the inviting tenant’s, and an address is owned or only claimed', async () => {
    expect(await claims('supplier', ours)).toMatchObject({
      tid: ours,
      email: 'qian@supplier.example.net',
      xms_edov: true,
    })
    expect(await claims('impostor', ours)).toMatchObject({
      tid: ours,
      email: 'lisi@example.com',
      xms_edov: false,
    })
  })

  test('of an app for many tenants leaves an address out that is only claimed', async () => {
    const impostor = await claims('impostor', 'organizations')
    expect(impostor).toMatchObject({ tid: contosoTenant, xms_edov: false })
    expect(impostor).not.toHaveProperty('email')
    expect(await claims('contoso', 'organizations')).toMatchObject({
      iss: `${hosts.login}/${contosoTenant}/v2.0`,
      tid: contosoTenant,
      email: 'connie@contoso.example',
      xms_edov: true,
    })
  })

  test('of a personal account has the tenant of all such accounts', async () => {
    expect(await claims('outlook', 'common')).toMatchObject({
      iss: `${hosts.login}/${personalTenant}/v2.0`,
      tid: personalTenant,
      oid: expect.stringMatching(/^00000000-0000-0000-/),
      email: 'olga@outlook.com',
      xms_edov: true,
    })
    const byTelephone = await claims('ghost', 'consumers')
    expect(byTelephone).toMatchObject({ preferred_username: expect.stringMatching(/^\+86\d{11}$/) })
    expect(byTelephone).not.toHaveProperty('email')
  })

  test('has a subject per app, and an oid per tenant', async () => {
    const first = await claims('impostor', ours)
    const athome = await claims('impostor', 'organizations')
    expect(first.oid).not.toBe(athome.oid)
    send = await simulate(optionsWith({ clientId: contosoTenant }), world)
    const { id_token } = await tokens('impostor', { client_id: contosoTenant }, ours)
    const second = payloadOf(id_token)
    expect(second.oid).toBe(first.oid)
    expect(second.sub).not.toBe(first.sub)
  })
})

describe('the token endpoint', () => {
  test('answers with what was granted', async () => {
    const { id_token, access_token, ...rest } = await tokens('lisi', {
      scope: `openid offline_access ${hosts.graph}/User.Read https://graph.microsoft.com/GroupMember.Read.All`,
    })
    expect([id_token, access_token]).toEqual([expect.any(String), expect.any(String)])
    expect(rest).toEqual({
      token_type: 'Bearer',
      expires_in: 3599,
      ext_expires_in: 3599,
      scope: 'openid User.Read GroupMember.Read.All',
    })
    expect(await tokens('lisi', { scope: 'User.Read' })).not.toHaveProperty('id_token')
  })

  test.each<[string, Record<string, string>, number, string, number]>([
    ['another app', { client_id: ours }, 400, 'unauthorized_client', 700016],
    ['a wrong secret', { client_secret: 'guess' }, 401, 'invalid_client', 7000215],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
    ['an unknown code', { code: '1.Amade-up' }, 400, 'invalid_grant', 9002313],
    ['another redirect_uri', { redirect_uri: `${callback}/` }, 400, 'invalid_grant', 500112],
    ['a verifier without a challenge', { code_verifier: 'v'.repeat(43) }, 400, 'invalid_grant', 501481],
  ])('refuses %s in Microsoft’s form', async (_, change, status, error, number) => {
    const reply = await tokenRequest({ code: await webCode('lisi'), ...change })
    expect([reply.status, await reply.json()]).toEqual([
      status,
      {
        error,
        error_description: expect.stringMatching(
          new RegExp(`^AADSTS${number}: .* Trace ID: .* Correlation ID: .* Timestamp: 2026-11-26 00:00:00Z$`),
        ),
        error_codes: [number],
        timestamp: '2026-11-26 00:00:00Z',
        trace_id: expect.stringMatching(/^[\da-f-]{36}$/),
        correlation_id: expect.stringMatching(/^[\da-f-]{36}$/),
        error_uri: `${hosts.login}/error?code=${number}`,
      },
    ])
  })

  test('takes a code once, for ten minutes, and at a tenant that it fits', async () => {
    const problem = async (code: string, segment = ours) =>
      ((await (await tokenRequest({ code }, segment)).json()) as { error_codes: number[] }).error_codes
    const [used, late] = [await webCode('lisi'), await webCode('lisi')]
    await tokenRequest({ code: used })
    expect(await problem(used)).toEqual([54005])
    clock += 600_000
    expect(await problem(late)).toEqual([70008])
    await registerFor('organizations')
    const code = await webCode('lisi', {}, 'organizations')
    expect(await problem(code, contosoTenant)).toEqual([700005])
  })

  test.each([
    ['S256', createHash('sha256').update('v'.repeat(43)).digest('base64url')],
    ['plain', 'v'.repeat(43)],
  ])('wants the verifier of a challenge sent as %s', async (code_challenge_method, code_challenge) => {
    const grant = async (change: Record<string, string>) => {
      const code = await webCode('lisi', { code_challenge, code_challenge_method, scope: 'User.Read' })
      return (await tokenRequest({ code, ...change })).status
    }
    expect(await grant({})).toBe(400)
    expect(await grant({ code_verifier: 'w'.repeat(43) })).toBe(400)
    expect(await grant({ code_verifier: 'v'.repeat(43) })).toBe(200)
  })

  test.each<[segment: string, scope: string, status: number]>([
    [ours, 'https://graph.microsoft.com/.default', 200],
    [ours, `${hosts.graph}/.default`, 200],
    [ours, 'https://graph.microsoft.com/User.Read.All', 400],
    ['organizations', 'https://graph.microsoft.com/.default', 400],
    [personalTenant, 'https://graph.microsoft.com/.default', 400],
  ])('gives the app a token of its own at %s for %s: %i', async (segment, scope, status) => {
    await registerFor('common')
    const grant_type = 'client_credentials'
    const company = segment === ours ? contosoTenant : segment
    expect((await tokenRequest({ grant_type, scope }, company)).status).toBe(status)
  })
})

interface Key extends Record<string, unknown> {
  kid: string
  x5c: string[]
  issuer: string
}

interface Tokens {
  access_token: string
  id_token?: string
}

function authorizeUrl(change: Record<string, string> = {}, segment = ours): string {
  const request = {
    client_id: app,
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid profile email',
  }
  return `${hosts.login}/${segment}/oauth2/v2.0/authorize?${new URLSearchParams({ ...request, ...change })}`
}

async function departure(change: Record<string, string>, segment = ours): Promise<URL> {
  const reply = await send(new Request(authorizeUrl(change, segment)))
  expect(reply.status).toBe(302)
  return new URL(reply.headers.get('location') ?? '')
}

async function webCode(person: string, change: Record<string, string> = {}, segment = ours): Promise<string> {
  return (await departure({ person, ...change }, segment)).searchParams.get('code') ?? ''
}

function tokenRequest(change: Record<string, string>, segment = ours): Promise<Response> {
  const body = new URLSearchParams({
    client_id: app,
    client_secret: 's3cret',
    grant_type: 'authorization_code',
    redirect_uri: callback,
    ...change,
  })
  return send(new Request(`${hosts.login}/${segment}/oauth2/v2.0/token`, { method: 'POST', body }))
}

async function tokens(person: string, change: Record<string, string> = {}, segment = ours): Promise<Tokens> {
  const { client_id = app } = change
  const code = await webCode(person, change, segment)
  return (await (await tokenRequest({ code, client_id }, segment)).json()) as Tokens
}

async function json(url: string): Promise<unknown> {
  return (await send(new Request(url))).json()
}

function payloadOf(idToken = ''): Record<string, unknown> {
  return JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString())
}
