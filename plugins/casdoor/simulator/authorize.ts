import { texts } from './envelope.ts'
import type { Endpoints, Server } from './index.ts'
import { type AuthorisationRequest, issueTo, mayEnter, problem } from './request.ts'
import type { User } from './users.ts'

/** `/login/oauth/authorize`: the page, and the way back with a code (§3). */
export function signInPages(server: Server): Endpoints {
  const { world, organisations, sessions } = server
  // the page is a single-page app: whatever it has to say, its status is 200
  const complain = (text: string) => world.errorPage({ vendor, status: 200, text })

  async function authorize(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const asked = readRequest(url.searchParams)
    const text = problem(server, asked)
    if (text !== undefined) return complain(text)
    if (url.searchParams.has('refuse'))
      return back(asked, 'error=access_denied&error_description=User denied consent')

    const person = url.searchParams.get('person')
    // §3, fast path: a browser that has signed in before is sent on at once
    const session = person === null ? sessions.userOf(request) : undefined
    if (person === null && session === undefined) {
      return world.signInPage({
        vendor,
        colour: '#5734d3',
        choose: someone => withParameter(url, 'person', someone.id),
        refuse: withParameter(url, 'refuse', '1'),
      })
    }
    const user = person === null ? organisations.find(session ?? '') : organisations.ofPerson(person)
    return user ? enter(user, asked) : complain(texts.noUser(person ?? session ?? ''))
  }

  async function enter(user: User, asked: AuthorisationRequest): Promise<Response> {
    if (!mayEnter(user)) return complain(texts.forbidden)
    const { code } = await issueTo(server, user, asked)
    return back(asked, `code=${code}`)
  }

  return [
    ['GET /login/oauth/authorize', authorize],
    ['GET /signup/oauth/authorize', authorize],
  ]
}

const vendor = 'Casdoor'

function readRequest(query: URLSearchParams): AuthorisationRequest {
  const text = (name: string) => query.get(name) ?? ''
  return {
    clientId: text('client_id'),
    responseType: text('response_type'),
    redirectUri: text('redirect_uri'),
    scope: text('scope'),
    state: text('state'),
    nonce: text('nonce'),
    resource: text('resource'),
    codeChallenge: text('code_challenge'),
    codeChallengeMethod: text('code_challenge_method'),
  }
}

/** The decoded state is pasted on as it is (§3); a browser then reads the result as an address. */
function back({ redirectUri, state }: AuthorisationRequest, answer: string): Response {
  const target = `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${answer}&state=${state}`
  return new Response(null, { status: 302, headers: { location: new URL(target).href } })
}

function withParameter(url: URL, name: string, value: string): URL {
  const changed = new URL(url)
  changed.searchParams.set(name, value)
  return changed
}
