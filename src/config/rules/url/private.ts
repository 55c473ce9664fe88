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

const isShort = (name: string) => !name.includes('.') && !name.startsWith('[')
