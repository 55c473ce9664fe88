import type { Feishu } from './index.ts'
import { findPerson } from './people.ts'

/**
 * h5-js-sdk and the client around it, in one: `?person=` says whose client it is (default: lisi), `?mode=` what kind:
 * `old` knows `requestAuthCode` only and says so (103), `older` has no `requestAccess` at all, `refuse` is somebody who
 * declines (2700002), `hang` does not answer.
 *
 * Feishu makes a code when it is asked for one. This script cannot ask back, so it brings its codes along: their minutes
 * begin when it is loaded, and each can be had once.
 */
export function jsapiScript({ options, world, state }: Feishu): (request: Request) => Response {
  return request => {
    const query = new URL(request.url).searchParams
    const mode = query.get('mode') ?? 'new'
    const person = findPerson(world, query.get('person') ?? 'lisi')
    if (request.method !== 'GET' || !modes.has(mode)) return new Response('not found', { status: 404 })
    // the app is visible to the people of the organisation and nobody else (10228)
    const grant = person?.member ? { person: person.id, scopes: [] } : undefined
    const client = {
      mode,
      appId: options.clientId,
      access: grant ? [state.accessCodes.issue(grant)] : [],
      auth: grant ? [state.authCodes.issue(grant)] : [],
    }
    const headers = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' }
    return new Response(`(${library})(${JSON.stringify(client).replaceAll('<', '\\u003c')})\n`, { headers })
  }
}

const modes = new Set(['new', 'old', 'older', 'refuse', 'hang'])

/** Both calls answer by `success` or `fail`. Outside of the client there is no `tt`, and `ready` never comes. */
const library = `client => {
  const inside = /Lark\\//.test(navigator.userAgent)
  window.h5sdk = { ready: then => { if (inside) setTimeout(then) } }
  if (!inside) return
  const answer = (name, codes, idOf, refuse) => asked => {
    if (client.mode === 'hang') return
    const failed = refuse(asked)
    if (failed) return asked.fail({ errMsg: name + ':fail', ...failed })
    if (idOf(asked) !== client.appId) return asked.fail({ errMsg: name + ':fail', errCode: 10200 })
    const code = codes.pop()
    if (code === undefined) return asked.fail({ errMsg: name + ':fail', errCode: 10228 })
    asked.success({ errMsg: name + ':ok', code, ...(asked.state !== undefined && { state: asked.state }) })
  }
  window.tt = {
    requestAuthCode: answer('requestAuthCode', client.auth, ({ appId }) => appId, () =>
      client.mode === 'refuse' && { errno: 2700002, errString: 'user denied' }),
  }
  if (client.mode === 'older') return
  window.tt.requestAccess = answer('requestAccess', client.access, ({ appID }) => appID, ({ scopeList }) => {
    if (client.mode === 'old') return { errno: 103, errString: 'feature is not supported' }
    if (!Array.isArray(scopeList)) return { errno: 104, errString: 'scopeList' }
    if (client.mode === 'refuse') return { errno: 2700002, errString: 'user denied' }
  })
}`
