import type { Request, Response } from 'express'
import { errors, SsoError } from '../errors.ts'
import { sameSecret, sha256 } from '../hash.ts'
import { transactionLifeMs } from '../signin/transaction.ts'
import type { Site } from './site.ts'

/**
 * A page that refuses somebody is at the address of a vendor's return, whose state is used up: loaded again, it would say
 * that the sign-in is over, and no longer why. So the browser keeps the reason, for as long as a sign-in may take. It
 * decides what that browser is told, and nothing else.
 */
export function keepRefusal(
  { cookies }: Site,
  response: Response,
  returned: URLSearchParams,
  thrown: unknown,
): void {
  if (!(thrown instanceof SsoError) || response.headersSent) return
  cookies.set(response, 'sso_refused', `${sha256(`${returned}`)}.${thrown.code}`, transactionLifeMs / 1000)
}

/** What is thrown for a state that is used up: the refusal that this browser had for this very return, where there was one. */
export function refusalAgain(
  { cookies }: Site,
  request: Request,
  returned: URLSearchParams,
  thrown: unknown,
): unknown {
  if (!(thrown instanceof SsoError) || thrown.code !== 'state_invalid') return thrown
  const [hash = '', code = ''] = cookies.read(request, 'sso_refused')?.split('.') ?? []
  if (!isCode(code) || !sameSecret(hash, sha256(`${returned}`))) return thrown
  const { source, step } = thrown
  return new SsoError(code, { source, step, cause: 'the page was loaded again' })
}

const isCode = (text: string): text is keyof typeof errors => Object.hasOwn(errors, text)
