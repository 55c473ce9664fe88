import { domainToASCII } from 'node:url'
import type { Organization } from '../config/config.ts'

/** How the organisations of the file are found. One lookup each, so that all that are not there take the same time. */
export interface Organizations {
  /** By an id, as links, forms and cookies carry it. */
  named(id: string): Organization | undefined
  /** By what a person typed: an id, or an e-mail address whose domain is one of its own – itself, none below it –, or that domain. */
  typed(text: string): Organization | undefined
}

/** The longest e-mail address has 254 characters (RFC 5321 §4.5.3.1.3); more of what was typed is not looked at. */
export const longestTyped = 320

export function organizationsOf(organizations: readonly Organization[]): Organizations {
  const byId = new Map(organizations.map(one => [one.id, one]))
  const byDomain = new Map(organizations.flatMap(one => one.domains.map(domain => [domain, one])))
  return {
    named: id => byId.get(id),
    typed(text) {
      // Chinese keyboards write ＠ and wide letters
      const plain = text.slice(0, longestTyped).normalize('NFKC').trim().toLowerCase()
      const at = plain.lastIndexOf('@')
      if (at > 0) return byDomain.get(ascii(plain.slice(at + 1)))
      // some type their domain alone
      return byId.get(plain) ?? byDomain.get(ascii(plain))
    },
  }
}

/** As domains are written in the file. What is no domain is left out first: the parser would read `a.com/b` as `a.com`. */
const ascii = (domain: string): string =>
  /^[\p{L}\p{M}\p{N}.。-]+$/u.test(domain) ? domainToASCII(domain) : ''
