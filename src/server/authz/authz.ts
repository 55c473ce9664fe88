import type { RequestListener } from 'node:http'
import { type Dialect, dialects } from '../../apps/forward-auth/asked.ts'
import { reachOf, sitesOf } from '../../apps/forward-auth/site.ts'
import { ticketPath } from '../../apps/forward-auth/ticket.ts'
import { SsoError } from '../../errors.ts'
import type { Context } from '../context.ts'
import { cookiesFor } from '../cookies.ts'
import { sessionKeeper } from '../sessions.ts'
import { type Answer, give, type Question } from './answer.ts'
import { check } from './check.ts'
import type { Ask, Door, LetIn } from './door.ts'
import { memoryOn } from './memory.ts'
import { proxiesOf } from './proxies.ts'
import { redeem } from './redeem.ts'

/** Answers whether the request was one of these questions. */
export type Authz = (...of: Parameters<RequestListener>) => boolean

/**
 * `/authz/nginx`, `/authz/traefik`, `/authz/caddy` and `/authz/envoy/*`: may this request pass, and whose is it?
 * Undefined where the file has no site that would be asked about.
 */
export function authz(context: Context): Authz | undefined {
  const { config } = context
  const reach = reachOf(config.publicUrl)
  const sites = sitesOf(config.apps, reach)
  if (sites.size === 0) return undefined
  const cookies = cookiesFor(config.publicUrl)
  const door: Door = {
    ...context,
    reach,
    cookies,
    sessions: sessionKeeper(context, cookies),
    memory: memoryOn<LetIn>(context.storage.basis),
  }
  const { defaultPort } = reach
  const isProxy = proxiesOf(config.server.trustedProxies)
  const before = `${new URL(config.publicUrl).pathname.replace(/\/$/, '')}/authz/`
  const whole = new Map(Object.keys(dialects).map(word => [before + word, parted(word)]))

  return (request, response) => {
    const { url = '' } = request
    if (!url.startsWith(before)) return false
    const { dialect, rest } = whole.get(url) ?? parted(url.slice(before.length))
    if (dialect === undefined) return false
    const question: Question = { request, response, dialect, asked: undefined }
    const answer = answerTo(question, rest)
    if (answer instanceof Promise)
      answer
        .then(settled => give(context, cookies, question, settled))
        .catch(thrown => give(context, cookies, question, { is: 'refused', thrown }))
    else give(context, cookies, question, answer)
    return true
  }

  function answerTo(question: Question, rest: string): Answer | Promise<Answer> {
    const { request, dialect } = question
    if (!isProxy(request.socket)) return misasked('not from server.trustedProxies')
    const asked = dialects[dialect](
      { method: request.method ?? '', rest, rawHeaders: request.rawHeaders },
      defaultPort,
    )
    question.asked = asked
    if ('unclear' in asked) return misasked(asked.unclear)
    const app = sites.get(asked.host)
    if (!app) return misasked('a host of no app')
    const ask: Ask = { request, response: question.response, dialect, asked, app }
    return asked.path === ticketPath ? redeem(door, ask) : check(door, ask)
  }
}

const misasked = (cause: string): Answer => ({
  is: 'refused',
  thrown: new SsoError('request_invalid', { cause }),
})

/** Envoy puts the target of the request behind the address; Caddy its query alone, which says nothing. */
function parted(target: string): { dialect?: Dialect; rest: string } {
  const [, word = '', rest = ''] = /^([a-z]+)(?:(\/.*)|\?.*)?$/.exec(target) ?? []
  const fits = isDialect(word) && (word === 'envoy') === (rest !== '')
  return fits ? { dialect: word, rest } : { rest }
}

const isDialect = (word: string): word is Dialect => Object.hasOwn(dialects, word)
