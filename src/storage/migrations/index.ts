import type { Migration } from 'kysely'
import { migration as accounts } from './0001-accounts.ts'
import { migration as grants } from './0002-grants.ts'
import { migration as alistTokens } from './0003-alist-tokens.ts'
import { migration as replicas } from './0004-replicas.ts'
import { migration as leases } from './0005-leases.ts'
import { migration as directory } from './0006-directory.ts'
import { migration as apps } from './0008-apps.ts'
import { migration as oidc } from './0009-oidc.ts'
import { migration as saml } from './0010-saml.ts'
import { migration as tickets } from './0011-tickets.ts'
import { migration as admin } from './0012-admin.ts'
import { migration as reads } from './0013-reads.ts'
import { migration as manualEmail } from './0014-manual-email.ts'
import { migration as oneClock } from './0015-one-clock.ts'
import { migration as knownAs } from './0016-known-as.ts'
import { migration as seenAt } from './0017-seen-at.ts'
import { migration as shutOut } from './0018-shut-out.ts'
import { migration as alistUsers } from './0019-alist-users.ts'

/** In the order of their names; a name once released never changes. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-accounts': accounts,
  '0002-grants': grants,
  '0003-alist-tokens': alistTokens,
  '0005-leases': leases,
  '0006-directory': directory,
  '0008-apps': apps,
  '0009-oidc': oidc,
  '0010-saml': saml,
  '0011-tickets': tickets,
  '0012-admin': admin,
  '0013-reads': reads,
  '0014-manual-email': manualEmail,
  '0015-one-clock': oneClock,
  '0016-known-as': knownAs,
  '0017-seen-at': seenAt,
  '0018-shut-out': shutOut,
  '0019-alist-users': alistUsers,
}

/** Beside them, where several servers may have one database. */
export const replicaMigrations: Readonly<Record<string, Migration>> = { '0004-replicas': replicas }
