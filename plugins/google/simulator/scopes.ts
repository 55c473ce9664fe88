const prefix = 'https://www.googleapis.com/auth/'

/** The two that have a short name; Google answers with the long one. */
const long: Readonly<Record<string, string>> = {
  email: `${prefix}userinfo.email`,
  profile: `${prefix}userinfo.profile`,
}

/** The scopes asked for, under their short names; undefined if one of them is none of Google's. */
export function parseScopes(parameter: string): string[] | undefined {
  const asked = parameter.split(' ').filter(scope => scope !== '')
  const short = asked.map(scope => Object.keys(long).find(name => long[name] === scope) ?? scope)
  const known = (scope: string) =>
    scope === 'openid' || Object.hasOwn(long, scope) || scope.startsWith(prefix)
  return short.length > 0 && short.every(known) ? [...new Set(short)] : undefined
}

export const spelledOut = (scopes: readonly string[]): string =>
  scopes.map(scope => long[scope] ?? scope).join(' ')
