import type { Request, Response } from 'express'
import { transactionLifeMs } from '../signin/transaction.ts'
import type { Site } from './site.ts'

/**
 * The secret that ties sign-ins and forms to one browser before anyone is signed in; nothing is stored for it.
 * Each visit gives it ten minutes more.
 */
export function browserOf({ cookies, random }: Site, request: Request, response: Response): string {
  const browser = cookies.read(request, 'sso_flow') ?? random(32).toString('base64url')
  cookies.set(response, 'sso_flow', browser, transactionLifeMs / 1000)
  return browser
}
