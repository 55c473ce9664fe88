import {
  type Common,
  credentials,
  type Enveloped,
  enveloped,
  type Host,
  type OptionsOf,
  type Probe,
  refusedProbe,
  type Words,
} from 'sso-kit/plugin'
import { adviceFor, retryAfterS, unseenDepartment } from './codes.ts'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options> & Common

/** The connectivity test: the app's token, the app itself (path/90227), and how much of the organisation it sees. */
export async function* check(options: Options, host: Host): AsyncIterable<Probe> {
  const { corpId, agentId, clientSecret, endpoints, callbackUrl, follows } = options
  function ask(path: string, parameters: Record<string, string>): Promise<Enveloped> {
    const url = `${endpoints.api.replace(/\/$/, '')}/cgi-bin/${path}?${new URLSearchParams(parameters)}`
    return enveloped(host, url, {}, 'errcode', (code, reply) => ({
      advice: adviceFor(code, reply.optional('errmsg') ?? ''),
      isBusy: retryAfterS.has(code),
    }))
  }

  const given = await ask('gettoken', { corpid: corpId, corpsecret: clientSecret.reveal() })
  if (given.code !== '0') return yield refused(credentials, given, secret)
  yield { name: credentials, state: 'good' }
  const access_token = given.reply.token('access_token')

  const name = { zh: `应用 ${agentId}`, en: `app ${agentId}` }
  const app = await ask('agent/get', { access_token, agentid: String(agentId) })
  if (app.code !== '0') yield refused(name, app, { zh: `${page.zh} › AgentId`, en: `${page.en} › AgentId` })
  else if (app.reply.number('close') === 1) {
    const mend = { zh: `${page.zh}：启用`, en: `${page.en}: enable it (启用)` }
    yield { name, state: 'bad', found: 'the app is disabled', mend }
  } else yield { name, state: 'good' }

  // it is for the sign-in inside WeCom alone, which a file may do without
  if (app.code === '0' && callbackUrl !== undefined) {
    const domain = { zh: '可信域名', en: 'trusted domain (可信域名)' }
    const { host: own } = new URL(callbackUrl)
    if (app.reply.optional('redirect_domain') === own) yield { name: domain, state: 'good' }
    else yield { name: domain, state: 'unknown', found: `not ${own}` }
  }

  const range = { zh: '可见范围', en: 'visible to (可见范围)' }
  const root = await ask('department/get', { access_token, id: '1' })
  const mend = { zh: `${page.zh} › 可见范围：全公司`, en: `${page.en} › 可见范围: 全公司 (everybody)` }
  if (root.code === '0') yield { name: range, state: 'good' }
  else if (unseenDepartment.has(root.code))
    yield { name: range, state: follows ? 'bad' : 'unknown', found: 'not 全公司 (everybody)', mend }
  else yield refused(range, root, mend)
}

const refused = (name: Words, answer: Enveloped, mend: Words): Probe =>
  refusedProbe(name, answer, answer.code === '60020' ? trustedAddresses : mend)

const page: Words = { zh: '应用管理 › 应用 › 自建 › 该应用', en: '应用管理 › 应用 › 自建 › the app' }
const trustedAddresses: Words = {
  zh: `${page.zh} › 企业可信IP`,
  en: `${page.en} › trusted addresses (企业可信IP)`,
}
const secret: Words = {
  zh: `${page.zh} › Secret；我的企业 › 企业信息 › 企业ID`,
  en: `${page.en} › Secret; 我的企业 › 企业信息 › Corp ID (企业ID)`,
}
