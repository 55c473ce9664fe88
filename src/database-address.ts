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

/** Beyond this machine the default is TLS to a server that proves its name; anything weaker has to be written. */
export function sslModeIn({ hostname, searchParams }: URL): string {
  const host = decodeURIComponent(hostname).replace(/^\[(.*)\]$/, '$1')
  if (host.startsWith('/')) return 'disable'
  return searchParams.get('sslmode') ?? (isLoopback(host) ? 'disable' : 'verify-full')
}

/** Of names only the one: 127.example.com is somebody's server. */
const isLoopback = (host: string) => /^(?:localhost|::1|127(?:\.\d{1,3}){3})$/.test(host)

/** The files that an address names and that are read, relative to the folder of the configuration. */
export function filesOf(url: string): { readonly name: string; readonly path: string }[] {
  const address = url.startsWith('sqlite:') ? undefined : postgresIn(url)
  if (address === undefined || sslModeIn(address) === 'disable') return []
  return [...address.searchParams].flatMap(([name, path]) =>
    /^ssl(?:rootcert|cert|key)$/.test(name) ? [{ name, path }] : [],
  )
}

const parametersOf = (url: string) => new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? '')

/** A `postgres://` address whose parts can all be read, or undefined. */
export function postgresIn(url: string): URL | undefined {
  try {
    const parsed = new URL(url)
    const { hostname, username, password, pathname } = parsed
    // a stray % would be found later, by an error that quotes the password
    for (const part of [username, password]) decodeURIComponent(part)
    const database = decodeURIComponent(pathname.slice(1))
    // a password that is not written as an address wants it has moved what follows it to other places
    const isWhole = decodeURIComponent(hostname) !== '' && database !== '' && !/[/@]/.test(database)
    return isWhole ? parsed : undefined
  } catch {
    return undefined
  }
}

/** A store that lives as long as the process, and that no other one sees. */
export const isMemory = (url: string): boolean => url === 'sqlite::memory:'
