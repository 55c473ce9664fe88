import type { Migration } from 'kysely'
import { migration as accounts } from './0001-accounts.ts'

/** In the order of their names; a name once released never changes. */
export const migrations: Record<string, Migration> = { '0001-accounts': accounts }
