import type { Duplex } from 'node:stream'
import { contentOf, type Element, elements, numberOf, tags } from '../ber.ts'
import type { Options } from '../directories.ts'
import { dnKey } from '../dn.ts'
import { incoming } from '../incoming.ts'
import { answer, entry } from './answers.ts'
import { matches, valuesOf } from './matching.ts'
import { Lists, pageIn } from './pages.ts'
import type { Node } from './tree.ts'

/** RFC 4511 appendix A */
const codes = {
  success: 0,
  protocolError: 2,
  sizeLimitExceeded: 4,
  unavailableCriticalExtension: 12,
  authMethodNotSupported: 7,
  noSuchObject: 32,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  unwillingToPerform: 53,
} as const

/** One client from its first word to its last. */
export async function converse(client: Duplex, tree: () => Node[], options: Options): Promise<void> {
  const requests = incoming(client)
  const lists = new Lists()
  const anybodySearches = options.bindDn === undefined
  /** The key of the DN that was bound; '' is nobody. */
  let who = ''
  try {
    for (;;) {
      const [whole] = elements(await requests.next())
      const [number, operation, controls] = elements(contentOf(whole, tags.sequence))
      const id = numberOf(number, tags.integer)
      const value = operation?.value ?? Buffer.alloc(0)
      if (operation?.tag === 0x60) client.write(answer(id, 0x61, ...bind(value)))
      else if (operation?.tag === 0x63)
        for (const message of search(id, value, controls)) client.write(message)
      else if (operation?.tag === 0x42) break
      else client.write(answer(id, 0x78, codes.protocolError, 'this server binds and searches'))
    }
  } catch {
    // a client that went away, or speaks something else
  }
  client.destroy()

  function bind(request: Buffer): [number, string] {
    const [, name, choice] = elements(request)
    const dn = contentOf(name, tags.octets).toString()
    if (choice?.tag !== 0x80) return [codes.authMethodNotSupported, 'simple authentication only']
    const given = choice.value.toString()
    // RFC 4513 §5.1.1; §5.1.2 is the trap of all LDAP servers: a name without a password is nobody, and welcome
    who = ''
    if (given === '') return [codes.success, '']
    const outcome = known(dn, given)
    if (outcome[0] === codes.success) who = dnKey(dn) ?? dn
    return outcome
  }

  function known(dn: string, given: string): [number, string] {
    const refused: [number, string] = [codes.invalidCredentials, inAd('52e')]
    if (same(dn, options.bindDn ?? ''))
      return options.bindPassword?.reveal() === given ? [codes.success, ''] : refused
    const found = tree().find(each => same(each.dn, dn))
    if (found === undefined) return [codes.invalidCredentials, inAd('525')]
    if (found.password !== given) return refused
    return found.closed ? [codes.invalidCredentials, inAd('533')] : [codes.success, '']
  }

  /** What Active Directory says beside the code. */
  function inAd(data: string): string {
    if (options.directory !== 'active-directory') return ''
    return `80090308: LdapErr: DSID-0C090400, comment: AcceptSecurityContext error, data ${data}, v1db1`
  }

  function* search(id: number, request: Buffer, controls: Element | undefined): Generator<Buffer> {
    const done = (code: number, said = '', cookie?: Buffer) => answer(id, 0x65, code, said, cookie)
    if (who === '' && !anybodySearches) return yield done(codes.insufficientAccessRights, 'bind first')
    const [base, scope, , most, , , filter, wanted] = elements(request)
    const below = dnKey(contentOf(base, tags.octets).toString())
    const nodes = tree()
    if (below === undefined || !nodes.some(({ dn }) => isAtOrBelow(dn, below)))
      return yield done(codes.noSuchObject)
    if (filter === undefined) return yield done(codes.protocolError)
    const page = pageIn(controls)
    if (page === 'unknown') return yield done(codes.unavailableCriticalExtension)
    const onlyBase = numberOf(scope, tags.enumerated) === 0
    const found = nodes
      .filter(({ dn }) => (onlyBase ? dnKey(dn) === below : isAtOrBelow(dn, below)))
      .filter(node => matches(filter, node))
    const limit = numberOf(most, tags.integer) || found.length
    const part = page && lists.next(found, page)
    if (page && !part) return yield done(codes.unwillingToPerform, 'the cookie is of another connection')
    const asked = elements(contentOf(wanted, tags.sequence)).map(each => each.value.toString())
    for (const node of part?.nodes ?? found.slice(0, limit)) {
      // §4.5.1.8: an empty list and * mean all of them
      const names = asked.length === 0 || asked.includes('*') ? [...node.attributes.keys()] : asked
      yield entry(
        id,
        node.dn,
        names.map(name => [name, valuesOf(node, name)]),
      )
    }
    if (part) return yield done(codes.success, '', part.cookie)
    yield done(found.length > limit ? codes.sizeLimitExceeded : codes.success)
  }
}

const same = (one: string, other: string): boolean =>
  one !== '' && (dnKey(one) ?? one) === (dnKey(other) ?? other)

const isAtOrBelow = (dn: string, key: string): boolean =>
  dnKey(dn) === key || (dnKey(dn) ?? '').endsWith(`,${key}`)
