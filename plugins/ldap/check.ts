import type { Host, Identity, Password } from 'sso-kit/plugin'
import { SsoError } from 'sso-kit/plugin'
import type { Connection } from './connection.ts'
import type { Directory } from './directories.ts'
import { closing } from './entry.ts'
import { comparedWith } from './filter.ts'
import { groupsOf } from './groups.ts'

import { identityOf, wantedOf } from './identity.ts'
import { findPerson, type Person } from './person.ts'

import type { Result } from './reply.ts'
import { admitted, isBusy, toLog } from './results.ts'

export interface Given {
  directory: Directory
  host: Host
  /** A connection on which nobody has said who they are. */
  connect(): Promise<Connection>
  /** The service account; undefined where anybody may search. */
  account: { dn: string; password: string } | undefined
}

/**
 * Name and password against the directory: the service account finds the entry, the entry's own bind on a fresh
 * connection proves the password, and only then is it read who that is. A name that nobody has goes the same way with
 * a DN that nobody has, so that it takes as long as a wrong password.
 */
export function passwordCheck({ directory, host, connect, account }: Given): Password {
  const nameAttribute = comparedWith(directory.filter, ['username'])
  if (nameAttribute === undefined) throw new Error('the filter has not exactly one (attribute={username})')
  const nobody = `cn=nobody of sso-kit,${directory.baseDn}`

  async function check(service: Connection, username: string, password: string): Promise<Identity | null> {
    if (account) admitted(await service.bind(account.dn, account.password))
    const person = await findPerson(service, {
      directory,
      nameAttribute: nameAttribute ?? '',
      username,
      host,
    })
    const own = await connect()
    const answer = await own.bind(person?.dn ?? nobody, password).finally(() => own.close())
    if (!isRight(answer) || person === undefined) {
      // an administrator must be able to tell an expired password from a wrong one
      if (person !== undefined) tell('refused by the directory', { who: person.dn, ...toLog(answer) })
      return null
    }
    return identify(service, person)
  }

  /** Read after the bind: what a directory locks by itself it unlocks then, too. */
  async function identify(service: Connection, { dn, username }: Person): Promise<Identity | null> {
    const found = await service.search({
      ...{ baseDn: dn, scope: 'base', filter: '(objectClass=*)', limit: 1 },
      attributes: wantedOf(directory),
    })
    const [entry] = found.entries
    if (found.result.code !== 0 || entry === undefined)
      throw new SsoError('source_reply_invalid', { step: 'profile', ...toLog(found.result) })
    const closed = closing(entry)
    if (closed !== undefined) {
      tell('the account is closed in the directory', { who: dn, cause: closed })
      return null
    }
    return identityOf(entry, directory, await groupsOf(service, { entry, directory, username }))
  }

  const tell = (message: string, fields: Record<string, unknown>) =>
    host.log.info({ source: host.source, ...fields }, message)

  return {
    async check(username, password) {
      // RFC 4513 §5.1.2: without a password the bind would be one as nobody, and succeed
      if (username === '' || password === '') return null
      try {
        const service = await connect()
        return await check(service, username, password).finally(() => service.close())
      } catch (error) {
        throw error instanceof SsoError ? error.completed({ source: host.source, step: 'exchange' }) : error
      }
    },
  }
}

/**
 * noSuchObject, invalidDNSyntax, inappropriateAuthentication, invalidCredentials, insufficientAccessRights; and what
 * 389 and FreeIPA answer after too many tries or for a closed account: constraintViolation, unwillingToPerform.
 */
const noes: ReadonlySet<number> = new Set([19, 32, 34, 48, 49, 50, 53])

/** Whether the password is right; throws where the answer says nothing about that. */
function isRight(answer: Result): boolean {
  if (answer.code === 0) return true
  if (noes.has(answer.code)) return false
  throw new SsoError(isBusy(answer) ? 'source_unreachable' : 'source_refused', toLog(answer))
}
