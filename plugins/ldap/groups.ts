import { SsoError } from 'sso-kit/plugin'
import type { Connection } from './connection.ts'
import type { Directory } from './directories.ts'
import { dnKey } from './dn.ts'
import { texts } from './entry.ts'
import { filled } from './filter.ts'
import type { Entry } from './reply.ts'

interface Asked {
  entry: Entry
  directory: Directory
  /** As the entry has it: `memberUid` knows "lisi" and "LISI" apart, and who signs in could choose between their groups. */
  username: string
}

/** As many as the host keeps of one person. */
const most = 500

/** The DNs of a person's groups, those of `allow.groups` first and as the file writes them. */
export async function groupsOf(service: Pick<Connection, 'search'>, asked: Asked): Promise<string[]> {
  const found = await foundGroups(service, asked)
  const named = new Map(asked.directory.allowedGroups.map(dn => [dnKey(dn) ?? dn, dn]))
  const known = found.map(dn => ({ dn, inFile: named.get(dnKey(dn) ?? dn) }))
  return [
    ...known.flatMap(({ inFile }) => inFile ?? []),
    ...known.flatMap(({ dn, inFile }) => (inFile === undefined ? [dn] : [])),
  ]
}

async function foundGroups(
  service: Pick<Connection, 'search'>,
  { entry, directory, username }: Asked,
): Promise<string[]> {
  const { groups } = directory
  if ('attribute' in groups) return texts(entry, groups.attribute)
  const { entries, result } = await service.search({
    baseDn: groups.baseDn,
    scope: 'sub',
    filter: filled(groups.filter, { dn: entry.dn, username }),
    // RFC 4511 §4.5.1.8: none, the DN is all there is to know
    attributes: ['1.1'],
    limit: most,
  })
  // a part of the groups is not the groups
  if (result.code !== 0) {
    throw new SsoError('source_reply_invalid', {
      step: 'profile',
      vendorCode: String(result.code),
      cause: `searching groups failed: ${result.said}`,
    })
  }
  return entries.map(({ dn }) => dn)
}
