import { inEitherCase } from './secret-key.ts'

/** `https:` and the slashes behind it, with a sign lost, gained or changed: `https//`, `https:/`, `https;//`, `https:///`. */
const spoilt = `${inEitherCase(/(?:https?|ldaps?|wss?)/)}[^\\w\\s"'/]{0,2}/{1,3}`

/** Who somebody is to a host. One in brackets has colons of its own. */
const name = '(?!\\[)[^/\\s:@"\']'

/** A password may have a slash in it. Digits and a slash are a port and a path, and with `://` another address begins. */
const password = ':(?!\\d{1,5}[/?#])(?:(?!://)[^\\s@"\']){1,256}@'

/** `https://name:password@host`, also where its scheme is not right. */
export const addressWithPassword = new RegExp(
  `\\b(?:[A-Za-z][A-Za-z0-9+.-]{0,20}://${name}{0,256}|${spoilt}${name}{1,256})${password}`,
)

/** `https://TOKEN@host`: a name in front of a host may be the secret. Of a database it is the name. */
const nameBeforeHost = new RegExp(`\\b${spoilt}[^/\\s?#@"']{1,256}@`)

/** `name:password@host` has lost its scheme, and `//name:password@host` a part of it. */
const withoutScheme = new RegExp(
  `(?<![^\\s"'])(?:(?!(?:mailto|acct|sips?):)[^\\s:@"'/]{1,256}:(?!//)[^\\s:@"']{1,256}@[\\w.-]|(?:[A-Za-z]{2,10}[^\\w\\s"'/]{0,2})?//${name}{1,256}${password})`,
)

/** All of a text begins as an address does, by any sign in the place of the colon. */
const beginning = /^\s*(?:[a-z]{2,10}[^\w\s/]{0,2}\/\/+|(?:https?|ldaps?|wss?)[^\w\s/]{0,2}\/+|\/\/+)/i

/**
 * Behind the beginning: a colon, no port, and an `@` anywhere behind that, `%40` for it, or a second colon. In hexadecimal
 * they are those of a host.
 */
const login =
  /^(?!\[)(?![\da-f:.]+(?:\/|$))[^/?#:]*:(?!\d{1,5}(?:[/?#,;\s]|$))(?:.*(?:@|%40)|[^/?#:,;\s]+:(?!\/\/))/is

/** A name and a password, and no host behind them. */
const withoutHost = /^[^/?#:@[\]]+:(?!\d+$)(?=\S*\d)[^\s/?#@]{6,}$/

/** A host without a dot, and a name and one with a dot further on: a name or a password that has a slash in it. */
const cutBySlash = /^(?!localhost[:/])[^./:@\s]+(?::\d+)?\/[^\s?]*[^\s?/]@[\w-]+\./i

/**
 * Whether a text has somebody's name or password before a host, by its form or because it was to be an address: what
 * stands there may have any sign in it, and full-width ones.
 */
export function hasLogin(text: string): boolean {
  if (text.includes('@') && forms.some(form => form.test(text))) return true
  const narrow = text.slice(0, longest).replace(/[\uFF01-\uFF5E]/g, wide => wide.normalize('NFKC'))
  const [begin] = beginning.exec(narrow) ?? []
  if (begin === undefined) return false
  const rest = narrow.slice(begin.length)
  return login.test(rest) || cutBySlash.test(rest) || withoutHost.test(rest)
}

/**
 * The same of a text that need be no address, and that nobody misses: all of these, and an `@` anywhere behind a colon,
 * whatever is wrong with the rest. `https://host:8443/@team` is more than that elsewhere.
 */
export const mayHaveLogin = (text: string): boolean => /:\S*@/.test(text) || hasLogin(text)

const forms = [addressWithPassword, nameBeforeHost, withoutScheme]

/** No address is longer. */
const longest = 2048
