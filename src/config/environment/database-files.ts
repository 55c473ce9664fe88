import { resolve } from 'node:path'
import { filesOf } from '../../database-address.ts'
import type { Draft } from '../draft.ts'
import type { Finding } from '../finding.ts'
import { isReference } from '../secrets.ts'
import type { Looking } from './looking.ts'
import { readOr, stateOf } from './there.ts'

/** What TLS to the database needs is read at the start: the address names it, wherever that stands. */
export function databaseFiles({ root: { storage } }: Draft, looking: Looking): Finding[] {
  const url = storage?.url
  const address = isReference(url) ? ('exec' in url ? undefined : readOr(url, looking)) : url
  return filesOf(address ?? '')
    .filter(({ path }) => !stateOf(resolve(looking.folder, path))?.isFile())
    .map(({ name }) => ({
      rule: 'secret/file-missing',
      severity: 'error',
      at: ['storage', 'url'],
      message: `the file that ${name} names is not there`,
      label: 'in this address',
      help: 'put it there, or correct the path: it begins at the folder of this file',
    }))
}
