import type { Request } from 'express'
import { SsoError } from '../errors.ts'
import { hmac, sameSecret } from '../hash.ts'
import type { FormKeys } from './form-keys.ts'

/** The hidden field of every form. */
export const tokenField = 'form_token'

/** A token that only a page of ours, shown to the holder of this cookie value, can carry. */
export const formToken = (keys: FormKeys, cookie: string): string => hmac(keys[0], `form\n${cookie}`)

/**
 * A state-changing request must come from a page of ours: the browser says so itself, and the token proves it.
 * Throws `form_expired`.
 */
export function checkForm(
  request: Request,
  keys: FormKeys,
  cookie: string | undefined,
  origin: string,
): void {
  const refuse = (cause: string) => new SsoError('form_expired', { cause })
  const site = request.get('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin') throw refuse(`sec-fetch-site ${site}`)
  const from = request.get('origin')
  // our pages send no referrer, and browsers then say `Origin: null` even to ourselves
  const known = from === origin || (site === 'same-origin' && (from === undefined || from === 'null'))
  if (!known) throw refuse(from === undefined ? 'neither origin nor sec-fetch-site' : 'another origin')
  const token = (request.body as Record<string, unknown> | undefined)?.[tokenField]
  if (cookie === undefined || typeof token !== 'string') throw refuse('no cookie or no token')
  if (!keys.some(key => sameSecret(hmac(key, `form\n${cookie}`), token))) throw refuse('wrong token')
}
