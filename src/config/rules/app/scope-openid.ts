import type { Rule } from '../rule.ts'

/** OpenID Connect Core, section 3.1.2.1. No request would do: without the scope it is none, and with it one for too much. */
export const scopeOpenid: Rule = ({ apps }) =>
  apps
    .filter(
      ({ type, options: { scopes } }) =>
        type === 'oidc' && Array.isArray(scopes) && !scopes.includes('openid'),
    )
    .map(({ path }) => ({
      at: [...path, 'scopes'],
      message: 'the scopes lack "openid", so every request of the app would be refused',
      help: 'add openid, or remove scopes: the default is [openid, profile, email]',
    }))
