/** What may stand behind the `?` of a `postgres://` address. libpq knows more; here it would be read over. */
export const parametersOfPostgres = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'application_name']

/** `require` and `verify-ca` mean no less than `verify-full` here. */
export const sslModes = ['verify-full', 'verify-ca', 'require', 'no-verify', 'disable']

/** The names behind the `?` that are not known. That of a file has none: `?` would be a part of it. */
export function strangeParameters(url: string): string[] {
  const known = url.startsWith('sqlite:') ? [] : parametersOfPostgres
  return [...parametersOf(url).keys()].filter(name => !known.includes(name))
}

/** The `sslmode` of an address where it is none. */
export function strangeMode(url: string): string | undefined {
  const mode = parametersOf(url).get('sslmode')
  return mode === null || sslModes.includes(mode) ? undefined : mode
}

const parametersOf = (url: string) => new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? '')

/** A store that lives as long as the process, and that no other one sees. */
export const isMemory = (url: string): boolean => url === 'sqlite::memory:'
