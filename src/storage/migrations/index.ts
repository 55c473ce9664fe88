import type { Migration } from 'kysely'
import { migration as accounts } from './0001-accounts.ts'
import { migration as grants } from './0002-grants.ts'
import { migration as alistTokens } from './0003-alist-tokens.ts'
import { migration as replicas } from './0004-replicas.ts'
import { migration as leases } from './0005-leases.ts'
import { migration as directory } from './0006-directory.ts'
import { migration as apps } from './0008-apps.ts'
import { migration as saml } from './0010-saml.ts'

/** In the order of their names; a name once released never changes. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-accounts': accounts,
  '0002-grants': grants,
  '0003-alist-tokens': alistTokens,
  '0005-leases': leases,
  '0006-directory': directory,
  '0008-apps': apps,
  '0010-saml': saml,
}

/** Beside them, where several servers may have one database. */
export const replicaMigrations: Readonly<Record<string, Migration>> = { '0004-replicas': replicas }
