const openId = ['openid', 'profile', 'email', 'offline_access']
const graph = 'https://graph.microsoft.com'

/**
 * The scopes asked for, those of Graph under their short names; undefined if one is of no API that is here. Graph may
 * be named by the address it has in the options, or by its own.
 */
export function parseScopes(parameter: string, graphAddress: string): string[] | undefined {
  const asked = parameter.split(' ').filter(scope => scope !== '')
  const short = asked.map(scope =>
    [graphAddress, graph].reduce(
      (name, api) => (name.startsWith(`${api}/`) ? name.slice(api.length + 1) : name),
      scope,
    ),
  )
  const known = (scope: string) =>
    openId.includes(scope) || scope === '.default' || /^[A-Z]\w*(\.\w+)+$/.test(scope)
  return short.length > 0 && short.every(known) ? [...new Set(short)] : undefined
}
