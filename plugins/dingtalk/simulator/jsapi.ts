import type { World } from 'sso-kit/plugin'
import type { Options } from './index.ts'
import { findEmployee } from './people.ts'
import type { State } from './state.ts'

/**
 * dingtalk.open.js and the client around it, in one (§2.2): `?person=` says whose client it is (default: lisi), `?mode=`
 * what kind: `old` knows the older call only, `refuse` gives no code, `hang` does not answer.
 *
 * DingTalk makes a code when it is asked for one. This script cannot ask back, so it brings its code along: the five
 * minutes begin when it is loaded, and it can be had once. As everywhere, who is no employee gets none.
 */
export function jsapiScript(options: Options, world: World, state: State): (request: Request) => Response {
  return request => {
    const query = new URL(request.url).searchParams
    const mode = query.get('mode') ?? 'new'
    const person = findEmployee(world, query.get('person') ?? 'lisi')
    if (request.method !== 'GET' || !modes.has(mode)) return new Response('not found', { status: 404 })
    const client = {
      mode,
      corpId: options.corpId,
      clientId: options.clientId,
      codes: person ? [state.inAppCodes.issue({ person: person.id })] : [],
    }
    const headers = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' }
    return new Response(`(${library})(${JSON.stringify(client).replaceAll('<', '\\u003c')})\n`, { headers })
  }
}

const modes = new Set(['new', 'old', 'refuse', 'hang'])

/**
 * Both calls answer by `onSuccess` or `onFail`. Outside of the client `ready` never comes, and `env` says so (§2.1). The
 * texts of the errors are not documented, their numbers are: 1002 a wrong corpId, 3 no app for this page.
 */
const library = `client => {
  const inside = /DingTalk/i.test(navigator.userAgent)
  const answer = wrong => ({ corpId, clientId, onSuccess, onFail }) => {
    if (client.mode === 'hang') return
    const refuse = (errorCode, errorMessage) => onFail({ errorCode, errorMessage })
    const problem = wrong(clientId)
    if (problem) return refuse(3, problem)
    if (corpId !== client.corpId) return refuse(1002, 'corpId')
    const code = client.mode === 'refuse' ? undefined : client.codes.pop()
    if (code === undefined) return refuse(3, 'SANDBOX: no code')
    onSuccess({ code })
  }
  window.dd = {
    env: { platform: inside ? 'android' : 'notInDingTalk' },
    ready: then => { if (inside) setTimeout(then) },
    requestAuthCode: answer(id => client.mode === 'old' ? 'client before 7.0.45' : id === client.clientId ? '' : 'clientId'),
    runtime: { permission: { requestAuthCode: answer(() => '') } },
  }
}`
