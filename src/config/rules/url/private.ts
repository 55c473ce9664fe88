import { isLoopback } from './loopback.ts'

const networks =
  /^(10\.|192\.168\.|172\.(1[6-9]|2[0-9]|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.)/
const names = /(^|\.)(local|internal|lan|home\.arpa|corp|localhost)$/

/** An address that the internet does not know, as far as it can be told without asking for it. */
export const isPrivate = (url: URL): boolean =>
  isLoopback(url) ||
  /^\[(f[cd]|fe80)/.test(url.hostname) ||
  (/^[0-9.]+$/.test(url.hostname)
    ? networks.test(url.hostname)
    : names.test(url.hostname) || isShort(url.hostname))

/** Nobody's in the internet either, by the registries of RFC 6890: for tests, documents, protocols and groups. */
const special =
  /^(0\.|192\.0\.[02]\.|198\.(1[89]|51)\.|203\.0\.113\.|2(2[4-9]|[345][0-9])\.|\[(2001:|2002:|3fff:))/

/** An address in figures that everybody in the internet can mean. */
export const isPublicAddress = (url: URL): boolean =>
  /^(?:[0-9.]+$|\[[23][0-9a-f]{3}:)/.test(url.hostname) && !isPrivate(url) && !special.test(url.hostname)

/** As `outbound.allowPrivate` lists it. */
export const placeOf = ({ hostname, port, protocol }: URL): string =>
  `${hostname}:${port || (protocol === 'http:' ? '80' : '443')}`

interface Outbound {
  readonly allowPrivate: readonly string[]
  readonly proxy?: unknown
}

/** Whether the server would not call it. A proxy judges names by itself, and is asked for no address that is private as written. */
export const isOutOfReach = (url: URL, { allowPrivate, proxy }: Outbound): boolean =>
  isPrivate(url) && !allowPrivate.includes(placeOf(url)) && (proxy === undefined || isPlain(url))

const isPlain = (url: URL) => isLoopback(url) || /^\[|^[0-9.]+$/.test(url.hostname)

const isShort = (name: string) => !name.includes('.') && !name.startsWith('[')
