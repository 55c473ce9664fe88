import { AndFilter, EqualityFilter, type Filter, FilterParser } from 'ldapts'
import type { Directory as Followed, Host, Member, Entry as Read, Reading } from 'sso-kit/plugin'
import { SsoError } from 'sso-kit/plugin'
import type { Connection, Found } from './connection.ts'
import type { Directory } from './directories.ts'
import { fields } from './directory-options.ts'
import { dnKey } from './dn.ts'
import { isClosedForGood, subjectOf, subjectValue, texts } from './entry.ts'
import { comparedWith, forEverybody } from './filter.ts'
import { groupsOf } from './groups.ts'
import { identityOf, wantedOf } from './identity.ts'
import type { Entry } from './reply.ts'
import { isBusy, toLog } from './results.ts'
import { type Session, sessionOf } from './session.ts'

interface Given {
  directory: Directory
  host: Host
  /** A connection on which the service account has said who it is. */
  connect(): Promise<Connection>
}

/** Below Active Directory's own bound of 1,000, and at most 1 MB with the groups of everybody. */
const pageSize = 100
const mostPages = 100_000

/** Whoever could sign in by `filter`, with their groups. There are no departments: sign-ins know of none. */
export function peopleOf({ directory, host, connect }: Given): Followed {
  const { subject: subjectAttribute, baseDn } = directory
  const nameAttribute = comparedWith(directory.filter, ['username']) ?? ''
  const everybody = forEverybody(directory.filter)
  const attributes = [...new Set([...wantedOf(directory), nameAttribute, ...Object.keys(fields)])]
  const wrong = (cause: string) =>
    new SsoError('source_reply_invalid', { source: host.source, step: 'profile', cause })

  /** One question; throws for every answer but a success. */
  function ask(
    reading: Reading,
    session: Session,
    search: Parameters<Connection['search']>[0],
  ): Promise<Found> {
    return reading.call(async () => {
      const found = await session.use(async service => {
        const answer = await service.search(search)
        if (isBusy(answer.result)) throw refused(answer, search.baseDn)
        return answer
      })
      if (found.result.code !== 0) throw refused(found, search.baseDn)
      return found
    })
  }

  const refused = ({ result }: Found, below: string) =>
    new SsoError(isBusy(result) ? 'source_unreachable' : 'source_refused', {
      source: host.source,
      step: 'profile',
      ...toLog(result),
      cause: `searching below ${below} failed: ${result.said || (advice.get(result.code) ?? result.code)}`,
    })

  async function* listed(below: string, reading: Reading, groups: Session): AsyncIterable<Read> {
    // a page says where the next one begins, and only on the same connection
    let cookie: Buffer = Buffer.alloc(0)
    const list = sessionOf(async () => {
      cookie = Buffer.alloc(0)
      return connect()
    }, reading.signal)
    try {
      for (let page = 0; page < mostPages; page += 1) {
        const found = await reading.call(() =>
          list.use(async service => {
            const search = { baseDn: below, scope: 'sub', filter: everybody, attributes, limit: 0 } as const
            const answer = await service.search({ ...search, page: { size: pageSize, cookie } })
            if (answer.result.code !== 0) throw refused(answer, below)
            return answer
          }),
        )
        cookie = found.cookie
        for (const entry of found.entries) yield await memberIn(entry, reading, groups)
        if (cookie.length === 0) return
      }
      throw wrong('the pages have no end')
    } finally {
      list.close()
    }
  }

  /** One bad entry is set aside: nobody is disabled for it. */
  async function memberIn(entry: Entry, reading: Reading, groups: Session): Promise<Read> {
    try {
      return { member: await memberOf(entry, reading, groups) }
    } catch (error) {
      const isAboutEntry = error instanceof SsoError && error.code === 'source_reply_invalid'
      if (isAboutEntry) return { fault: `an entry was set aside: ${error.cause}` }
      throw error
    }
  }

  async function memberOf(entry: Entry, reading: Reading, groups: Session): Promise<Member> {
    // what cannot be known is told before the groups are searched
    subjectOf(entry, subjectAttribute)
    const [username = ''] = texts(entry, nameAttribute)
    const search = (asked: Parameters<Connection['search']>[0]) =>
      reading.call(() => groups.use(service => service.search(asked)))
    return {
      ...identityOf(entry, directory, await groupsOf({ search }, { entry, directory, username })),
      departments: [],
      disabled: isClosedForGood(entry),
      fields: Object.fromEntries(
        Object.keys(fields).flatMap(name =>
          texts(entry, name)
            .slice(0, 1)
            .map(value => [name, value]),
        ),
      ),
    }
  }

  return {
    async *read(scope, reading) {
      const groups = sessionOf(connect, reading.signal)
      try {
        if (scope === 'all') return yield* listed(baseDn, reading, groups)
        for (const below of outermost(scope)) {
          if (!isBelow(below, baseDn)) yield { fault: `${below} does not lie below baseDn` }
          else
            try {
              yield* listed(below, reading, groups)
            } catch (error) {
              const code = error instanceof SsoError ? error.vendorCode : undefined
              if (code === undefined || !hidden.has(code)) throw error
              yield { fault: `${below} cannot be read (${code})` }
            }
        }
      } finally {
        groups.close()
      }
    },

    async member(directoryId, reading): Promise<Member | null> {
      const value = subjectValue(directoryId, subjectAttribute)
      if (value === undefined) throw wrong('a directory id that this source has never told')
      const filter: Filter = new AndFilter({
        filters: [
          FilterParser.parseString(everybody),
          new EqualityFilter({ attribute: subjectAttribute, value }),
        ],
      })
      const session = sessionOf(connect, reading.signal)
      try {
        const { entries } = await ask(reading, session, {
          baseDn,
          scope: 'sub',
          filter,
          attributes,
          limit: 2,
        })
        const [entry, ...others] = entries
        if (others.length > 0) throw wrong('several entries have the same subject')
        if (entry) {
          if (subjectOf(entry, subjectAttribute) !== directoryId) throw wrong('the entry is somebody else’s')
          return await memberOf(entry, reading, session)
        }
        // an account that may read nothing gets no error: it finds nobody
        const base = {
          baseDn,
          scope: 'base',
          filter: '(objectClass=*)',
          attributes: ['1.1'],
          limit: 1,
        } as const
        if ((await ask(reading, session, base)).entries.length !== 1)
          throw wrong('baseDn itself cannot be read')
        return null
      } finally {
        session.close()
      }
    },
  }
}

/** noSuchObject, insufficientAccessRights */
const hidden: ReadonlySet<string> = new Set(['32', '50'])

/** RFC 4511 appendix A, for servers that say nothing beside the code. */
const advice = new Map([
  [3, 'it took too long'],
  [4, 'the server gives this account no more entries (size.prtotal of OpenLDAP)'],
  [12, 'the server gives no pages'],
])

const isBelow = (dn: string, above: string): boolean => {
  const [key, base] = [dnKey(dn), dnKey(above)]
  return key !== undefined && base !== undefined && (key === base || key.endsWith(`,${base}`))
}

/** Without those that lie below another. */
const outermost = (dns: readonly string[]): string[] => {
  const once = [...new Map(dns.map(dn => [dnKey(dn) ?? dn, dn])).values()]
  return once.filter(dn => !once.some(other => other !== dn && isBelow(dn, other)))
}
