/** The scopes that matter here, each with those it includes. Others are dropped without a word. */
const includes: Readonly<Record<string, readonly string[]>> = {
  user: ['read:user', 'user:email', 'user:follow'],
  'read:user': [],
  'user:email': [],
  'user:follow': [],
  'admin:org': ['write:org', 'read:org'],
  'write:org': ['read:org'],
  'read:org': [],
  repo: [],
  gist: [],
}

/** What GitHub makes of the `scope` parameter: spaces or commas, no scope that another one includes (§3.1). */
export function parseScopes(parameter: string): string[] {
  const asked = parameter.split(/[\s,]+/).filter(scope => Object.hasOwn(includes, scope))
  const implied = new Set(asked.flatMap(scope => includes[scope] ?? []))
  return [...new Set(asked)].filter(scope => !implied.has(scope)).sort()
}

export function covers(granted: readonly string[], scope: string): boolean {
  return granted.includes(scope) || granted.some(one => includes[one]?.includes(scope))
}
