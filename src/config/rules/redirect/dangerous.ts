import { nameOf } from '../../shape/context.ts'
import { canParse, isSoundAddress, mendedAddress, surplus } from '../../sound-address.ts'
import { list, quote } from '../../words.ts'
import { type Address, addressesOf, schemeOf } from '../app/addresses.ts'
import type { Rule } from '../rule.ts'

/** Schemes that a browser runs or reads instead of opening. */
const executed = ['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:', 'view-source:']

/** Parameters of an answer: one that is there already would be taken for it. */
const answers = ['code', 'state', 'iss', 'error', 'id_token', 'access_token', 'response']

/** Addresses that do something else than lead people back. */
export const dangerous: Rule = draft =>
  addressesOf(draft).flatMap(address => {
    const why = reason(address)
    const instead = mendedAddress(address.text)
    const help = instead === undefined ? plainly : `write ${instead}`
    return why === undefined ? [] : [{ at: address.at, message: `${nameOf(address.at)} ${why}`, help }]
  })

const plainly = 'write the plain address that the app itself gives, without these parts'

function reason({ text }: Address): string | undefined {
  // a rule of its own tells that
  if (text.includes('*')) return undefined
  const scheme = schemeOf(text)
  if (executed.includes(scheme)) return `begins with ${scheme}, which a browser does not open as a page`
  const own = !['https:', 'http:'].includes(scheme)
  // RFC 8252, section 7.1: a scheme of one's own is a reversed domain name
  if (own && !scheme.includes('.'))
    return `begins with ${scheme}, which any program may claim: a scheme of one's own has a domain in it, such as com.example.app:`
  if (!canParse(text)) return 'is no address'
  const [end] = surplus.exec(text) ?? []
  if (end !== undefined) return `ends with ${quote(end)}`
  if (!isSoundAddress(text))
    return `does not lead where it seems to: its host is ${quote(new URL(text).host)}`
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return 'has a name or a password in it'
  const taken = url.search === '' ? [] : answers.filter(name => url.searchParams.has(name))
  return taken.length > 0
    ? `has the ${taken.length === 1 ? 'parameter' : 'parameters'} ${list(taken)} of an answer`
    : undefined
}
