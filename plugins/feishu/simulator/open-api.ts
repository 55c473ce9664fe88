import { contactCalls } from './contact.ts'
import type { Feishu, HostOfFeishu } from './index.ts'
import { tokenEndpoint } from './oauth.ts'
import { findPerson, openIdOf, tenantKeyOf, unionIdOf } from './people.ts'
import { bearerOf, bodyOf, failure, success, text } from './reply.ts'
import { permitted } from './scopes.ts'

/** open.feishu.cn. */
export function openApi(feishu: Feishu): HostOfFeishu {
  const { options, world, state, scopes } = feishu
  const token = tokenEndpoint(feishu)
  const contact = contactCalls(feishu)

  /** auth/v3/tenant_access_token/internal: what it says to wrong credentials has no document but the common codes. */
  async function tenantAccessToken(request: Request): Promise<Response> {
    const body = (await bodyOf(request)) ?? {}
    const [id, secret] = [text(body, 'app_id'), text(body, 'app_secret')]
    if (id === '' || secret === '') return failure(400, 10003, 'invalid param')
    if (id !== options.clientId || secret !== options.clientSecret.reveal())
      return failure(200, 99991543, 'app id or app secret is invalid')
    const { token: tenant_access_token, expire } = state.tenantTokens.ask()
    return Response.json({ code: 0, msg: 'ok', tenant_access_token, expire })
  }

  /** authen/v1/user_info: its errors come with 200. */
  function userInfo(request: Request): Response {
    const found = state.userTokens.read(bearerOf(request) ?? '')
    if (found.is !== 'valid') return failure(200, 20005, 'The user access token passed is invalid.')
    const person = findPerson(world, found.value.person)
    if (!person) return failure(200, 20008, 'User not exist')
    const { id, name, email, mobile, jobNumber } = person
    return success({
      ...{ name, en_name: name, open_id: openIdOf(person, options.clientId), union_id: unionIdOf(person) },
      tenant_key: tenantKeyOf(person, options.tenantKey),
      ...permitted(scopes, {
        email: ['contact:user.email:readonly', email],
        mobile: ['contact:user.phone:readonly', mobile && `+86${mobile}`],
        user_id: ['contact:user.employee_id:readonly', id],
        employee_no: ['contact:user.employee:readonly', jobNumber],
      }),
    })
  }

  return async (path, request) => {
    const call = `${request.method} ${path}`
    if (call === 'POST /open-apis/authen/v2/oauth/token') return token(request)
    if (call === 'POST /open-apis/auth/v3/tenant_access_token/internal') return tenantAccessToken(request)
    if (call === 'GET /open-apis/authen/v1/user_info') return userInfo(request)
    return contact(path, request) ?? new Response('404 page not found', { status: 404 })
  }
}
