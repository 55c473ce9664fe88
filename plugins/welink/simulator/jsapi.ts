import type { World } from 'sso-kit/plugin'
import { findPerson } from './people.ts'
import type { State } from './state.ts'

/**
 * `hwh5-cloudonline.js` and the client around it, in one: `?person=` says whose client it is (default: lisi),
 * `?mode=reject` and `?mode=hang` are clients that give no code.
 *
 * WeLink makes a code when it is asked for one. This script cannot ask back, so it brings its code along: the two
 * minutes begin when it is loaded, and a second call has to be refused.
 */
export function jsapiScript(world: World, state: State): (request: Request) => Response {
  return request => {
    const query = new URL(request.url).searchParams
    const person = findPerson(world, query.get('person') ?? 'lisi')
    const client = clients.get(query.get('mode') ?? 'resolve')
    if (request.method !== 'GET' || !person || !client) return new Response('not found', { status: 404 })
    const text = client(() => state.inAppCodes.issue({ person: person.id }))
    const headers = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' }
    return new Response(text, { headers })
  }
}

/** The scripts take any argument: none and `{ clientId }` are both in use (§2.1). */
const clients = new Map<string, (code: () => string) => string>([
  ['resolve', code => script(`Promise.resolve(${once})`, `{ code: ${JSON.stringify(code())} }`)],
  ['reject', () => script(refused('this client gives no code'))],
  ['hang', () => script('new Promise(() => {})')],
])

const refused = (why: string): string => `Promise.reject(new Error('SANDBOX: ${why}'))`
const once = `answers.pop() ?? ${refused('the code is given, load the page again')}`

/** Nothing of it but `HWH5` is seen by the page. */
function script(outcome: string, answer = ''): string {
  return `(answers => {
  window.HWH5 = { getAuthCode: () => ${outcome} }
})([${answer}])
`
}
