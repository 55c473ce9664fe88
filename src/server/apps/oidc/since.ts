import { hmac, sameSecret } from '../../../hash.ts'
import type { Context } from '../../context.ts'

/** In an authorization request that has come back from the sign-in page. */
const field = 'proved_since'
/** A sign-in may take its time, and a request that lies around for longer asks again. */
const lifeMs = 30 * 60_000

type SinceHost = Pick<Context, 'formKeys' | 'now'>

/** The request with the moment in it from which on the person has to have proved who they are. */
export function askedNow({ formKeys, now }: SinceHost, query: URLSearchParams): URLSearchParams {
  const asked = new URLSearchParams(query)
  asked.delete(field)
  const at = String(now())
  const seal = hmac(formKeys[0], sealed(at, asked))
  asked.set(field, `${at}.${seal}`)
  return asked
}

/** That moment; undefined where the request has none, or one that is not ours or was made for another request. */
export function askedAt({ formKeys, now }: SinceHost, query: URLSearchParams): number | undefined {
  const said = query.get(field)
  if (said === null) return undefined
  const [at = '', seal = ''] = said.split('.')
  const asked = new URLSearchParams(query)
  asked.delete(field)
  const isOurs = formKeys.some(key => sameSecret(hmac(key, sealed(at, asked)), seal))
  return isOurs && Number(at) > now() - lifeMs ? Number(at) : undefined
}

const sealed = (at: string, asked: URLSearchParams) => `proved since\n${at}\n${asked}`
