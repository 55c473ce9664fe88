import { acceptsRedirect, grantTypes } from './application.ts'
import { texts } from './envelope.ts'
import type { Server } from './index.ts'
import type { Grant, Token } from './tokens.ts'
import type { User } from './users.ts'

/** An authorisation request (§3), whichever way it came: the page and the login API name things differently. */
export interface AuthorisationRequest {
  clientId: string
  responseType: string
  redirectUri: string
  scope: string
  state: string
  nonce: string
  resource: string
  codeChallenge: string
  codeChallengeMethod: string
}

/** What Casdoor says on its own page; nothing of this is ever sent back. */
export function problem({ options, settings }: Server, asked: AuthorisationRequest): string | undefined {
  if (asked.clientId !== options.clientId) return texts.badClient
  // the implicit flow is a grant like the others, and the templates do not have it
  if (asked.responseType !== 'code' && !grantTypes.includes(asked.responseType))
    return `grant_type: ${asked.responseType} is not supported in this application`
  if (!acceptsRedirect(settings, asked.redirectUri)) return texts.badRedirect(asked.redirectUri)
  // a challenge without a method is taken for S256
  if (!['', 'S256'].includes(asked.codeChallengeMethod)) return texts.badChallenge
  return undefined
}

/** §1: nobody asks whether the user's organisation is the application's. */
export function issueTo(
  { options, tokens }: Server,
  user: User,
  asked: AuthorisationRequest,
): Promise<Token> {
  const { scope, nonce, resource, codeChallenge } = asked
  const grant: Grant = { user, application: options.application, scope, nonce, resource, codeChallenge }
  return tokens.issue(grant)
}

export const mayEnter = ({ isForbidden, isDeleted }: User): boolean => !isForbidden && !isDeleted
