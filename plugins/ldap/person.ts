import { type Host, SsoError } from 'sso-kit/plugin'
import type { Connection } from './connection.ts'
import type { Directory } from './directories.ts'
import { texts } from './entry.ts'
import { filled } from './filter.ts'

interface Asked {
  directory: Directory
  /** What the filter compares with the name. */
  nameAttribute: string
  username: string
  host: Host
}

const sizeLimitExceeded = 4

/** A person who was found, named as the directory writes them: what was typed may differ in case and width. */
export interface Person {
  dn: string
  username: string
}

/** The one person with this name; undefined for nobody and for several. */
export async function findPerson(
  service: Connection,
  { directory, nameAttribute, username, host }: Asked,
): Promise<Person | undefined> {
  const { entries, result } = await service.search({
    baseDn: directory.baseDn,
    scope: 'sub',
    filter: filled(directory.filter, { username }),
    attributes: [nameAttribute],
    // the second is enough to know that there are several
    limit: 2,
  })
  const tooMany = result.code === sizeLimitExceeded
  if (result.code !== 0 && !tooMany) {
    throw new SsoError('source_refused', {
      vendorCode: String(result.code),
      cause: `searching below "baseDn" failed: ${result.said}`,
    })
  }
  const [entry, ...others] = entries
  if (tooMany || others.length > 0) {
    host.log.warn(
      { source: host.source, who: entry?.dn },
      'several people have one name: none of them gets in',
    )
    return undefined
  }
  // a directory takes " lisi", "LISI" and in places "lísi" for lisi. The host counts wrong passwords by what is
  // typed, so one person must not have names without number
  const own = entry && texts(entry, nameAttribute).find(name => same(name, username))
  return entry && entry.dn !== '' && own !== undefined ? { dn: entry.dn, username: own } : undefined
}

/** As the host compares names. */
const same = (one: string, other: string): boolean => folded(one) === folded(other)
const folded = (name: string): string => name.normalize('NFKC').toLowerCase().normalize('NFC')
