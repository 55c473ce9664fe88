import type { Hand } from '../../accounts/administer.ts'
import { record } from '../record.ts'
import type { Site } from '../site.ts'

/** `by` is who changes something, for the audit: `administrator anyi`, `token backup`. */
export function handOf(site: Site, by: string, address: string | undefined): Hand {
  const { storage, config, now } = site
  return {
    ...{ storage, config, now, leavesOne: true },
    record: ({ detail, ...entry }) => record(site, { ...entry, address, detail: { ...detail, by } }),
  }
}
