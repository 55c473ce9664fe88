import { createHash } from 'node:crypto'

/** @import { Common, OptionsOf, Person, World } from 'sso-kit/plugin' */
/** @import { options } from './options.js' */

/**
 * Acme, for the sandbox and the tests, as its handbook describes it and as strict as it is: not what this plugin happens
 * to send. It answers below the address in `endpoint`, which the sandbox has replaced.
 *
 * @param {OptionsOf<typeof options> & Common} given
 * @param {World} world
 */
export async function simulate({ clientId, clientSecret, endpoint }, world) {
  /** @type {Map<string, { person: Person, redirectUri: string, challenge: string, until: number }>} */
  const codes = new Map()
  /** @type {Map<string, Person>} */
  const tokens = new Map()
  const fresh = () => world.random(24).toString('base64url')

  /** @param {URL} url */
  function authorize(url) {
    const { searchParams: sent } = url
    const redirectUri = sent.get('redirect_uri') ?? ''
    if (sent.get('client_id') !== clientId || !URL.canParse(redirectUri))
      return world.errorPage({ vendor: 'Acme', status: 400, text: 'There is no such application.' })
    const person = world.people.find(({ id }) => id === sent.get('person'))
    if (person === undefined)
      return world.signInPage({ vendor: 'Acme', colour: '#7a3cff', choose: chosen(url) })
    const code = fresh()
    const challenge = sent.get('code_challenge') ?? ''
    codes.set(code, { person, redirectUri, challenge, until: world.now() + 60_000 })
    const back = new URL(redirectUri)
    back.searchParams.set('code', code)
    back.searchParams.set('state', sent.get('state') ?? '')
    return new Response(null, { status: 302, headers: { location: back.href } })
  }

  /** @param {URLSearchParams} form */
  function token(form) {
    const code = form.get('code') ?? ''
    const found = codes.get(code)
    codes.delete(code)
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret.reveal())
      return refused(401, 'invalid_client')
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (
      !found ||
      found.until < world.now() ||
      form.get('redirect_uri') !== found.redirectUri ||
      proof !== found.challenge
    )
      return refused(400, 'invalid_grant')
    const accessToken = fresh()
    tokens.set(accessToken, found.person)
    return Response.json({ access_token: accessToken, token_type: 'Bearer', expires_in: 3600 })
  }

  /** @param {Request} request */
  function me(request) {
    const person = tokens.get(request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '')
    if (!person) return refused(401, 'invalid_token')
    const names = world.departments
      .filter(({ id }) => person.departments.includes(id))
      .map(({ name }) => name)
    return Response.json({
      id: `u-${person.id}`,
      login: person.id,
      name: person.name,
      email: person.email,
      groups: names,
    })
  }

  /** @param {Request} request */
  return async request => {
    const url = new URL(request.url)
    const path = url.pathname.slice(new URL(endpoint).pathname.replace(/\/$/, '').length)
    if (request.method === 'GET' && path === '/authorize') return authorize(url)
    if (request.method === 'POST' && path === '/token')
      return token(new URLSearchParams(await request.text()))
    if (request.method === 'GET' && path === '/me') return me(request)
    return refused(404, 'not_found')
  }
}

/** The link of a person on the sign-in page: the same address, and who it is. @param {URL} url */
const chosen = url => (/** @type {Person} */ person) => {
  const link = new URL(url)
  link.searchParams.set('person', person.id)
  return link
}

/** @param {number} status @param {string} error */
const refused = (status, error) => Response.json({ error }, { status })
