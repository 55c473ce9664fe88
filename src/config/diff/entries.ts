import { isRecord } from '../types.ts'
import type { Kind } from './difference.ts'

type Entry = Readonly<Record<string, unknown>>

/** Lists at the top of the file whose entries are known by a name, and what one of them is. */
export const parts: Readonly<
  Record<string, { readonly kind: Kind; readonly idOf: (entry: Entry) => string }>
> = {
  sources: { kind: 'source', idOf: ({ id }) => String(id) },
  apps: { kind: 'app', idOf: ({ id }) => String(id) },
  grants: { kind: 'grant', idOf: ({ id }) => String(id) },
  organizations: { kind: 'organization', idOf: ({ id }) => String(id) },
  admins: {
    kind: 'admin',
    idOf: ({ source, subject, issuer }) =>
      issuer === undefined ? `${source}:${subject}` : `${source}:${subject}@${issuer}`,
  },
}

export interface Named {
  readonly id: string
  /** Its place in the list, which says nothing about it. */
  readonly index: number
  readonly entry: Entry
}

export const namedIn = (list: unknown, idOf: (entry: Entry) => string): Named[] =>
  Array.isArray(list)
    ? list.flatMap((entry, index) => (isRecord(entry) ? [{ id: idOf(entry), index, entry }] : []))
    : []

/** The roles of an app: the one list below a part whose entries are maps with a name. A role is there once for an account. */
export const roleName = ({ role, accountId }: Entry): string => `${accountId}/${role}`
