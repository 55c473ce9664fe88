/**
 * An address that leads where a reader sees it lead. What parses (WHATWG URL Standard) may be meant otherwise: programs
 * take `\` for `/`, mend a second `https:`, and turn letters of other kinds, `%2e` and `0x7f.1` into others.
 */
export function isSoundAddress(text: string): boolean {
  if (!canParse(text)) return false
  const { protocol, hostname, port } = new URL(text)
  if (!/^https?:$/.test(protocol)) return true
  if (/\S\s+\S/.test(text)) return false
  if (surplus.test(text)) return false
  const [, authority] = /^https?:\/\/([^/?#]+)/i.exec(text) ?? []
  if (authority === undefined || port === '0' || authority.endsWith(':') || misread.test(authority))
    return false
  return hostForm.test(hostname) && isAsWritten(authority, hostname)
}

/**
 * Whether it parses. The compiled `URL.canParse` of Node 20 takes a text with nothing beyond `ü` for UTF-8, which it is not,
 * and refuses its host: a character from further up keeps it away from that.
 */
export const canParse = (text: string): boolean =>
  URL.canParse(/[\x80-\xFF]/.test(text) ? `${text}#\u2026` : text)

/** Letters of other scripts are called by the ASCII form of their label; all else is called as it is seen. */
function isAsWritten(authority: string, hostname: string): boolean {
  // blanks go by themselves, and have a rule of their own
  const host = authority
    .replace(/^.*@|\s/gs, '')
    .replace(/:[0-9]+$/, '')
    .toLowerCase()
  // IPv6 has many spellings
  if (host === hostname || hostname.startsWith('[')) return true
  const [written, called] = [host.split('.'), hostname.split('.')]
  const isSame = (label: string, index: number) =>
    label === called[index] || (/[^\0-\x7F]/.test(label) && called[index]?.startsWith('xn--'))
  return written.length === called.length && written.every(isSame)
}

/** `https://a.example.com,` without what came with it, and with one beginning only. */
export function mendedAddress(text: string): string | undefined {
  if (isSoundAddress(text)) return undefined
  const once = text.trim().replace(/^(?:https?:\/{1,2})+(?=https?:\/\/)/i, '')
  const slashes = once.replace(
    /^(https?):\/*(?=[^/])/i,
    (_, protocol: string) => `${protocol.toLowerCase()}://`,
  )
  const mended = slashes.replace(/(?<![,;.'")\]}，；。、）】])[,;.'")\]}，；。、）】]+$/, '')
  return isSoundAddress(mended) ? mended : undefined
}

/** What a list or a sentence leaves behind an address, and no address ends with. */
export const surplus = /[,;"'，；。、]$/

// what is left of these differs from what is seen: full-width letters and dots, and what nobody sees
const misread = /[\\\u00AD\u200B-\u200F\u2060\u3000-\u303F\uFF00-\uFFEF]/

// RFC 1123, section 2.1, with the underscore that internal names have; brackets are IPv6
const hostForm =
  /^(?:\[[0-9a-f:.]+\]|(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.?)$/
