import { type Fields, fields, type Host } from 'sso-kit/plugin'

/** A group as `get-groups` has it, under the name that users have it by. */
interface Group {
  id: string
  parent: string
}

/** Some groups and all below them; what was asked for and is not there is missing from it. */
export function withAllBelow(
  host: Host,
  organization: string,
  records: readonly unknown[],
  wanted: readonly string[],
): ReadonlySet<string> {
  const groups = records
    .map(record => fields(record, { source: host.source, step: 'profile' }))
    .filter(group => group.string('owner') === organization)
    .map(group => groupOf(group, organization))
  const ids = new Set(groups.map(({ id }) => id))
  const found = new Set(wanted.filter(id => ids.has(id)))
  // grows while it is walked; a group that is its own ancestor is in it once
  for (const above of found) for (const { id, parent } of groups) if (parent === above) found.add(id)
  return found
}

/** `parentId` is a name, that of the organization where nothing is above. */
const groupOf = (group: Fields, organization: string): Group => ({
  id: `${organization}/${group.string('name')}`,
  parent: group.boolean('isTopGroup') === true ? '' : `${organization}/${group.optional('parentId') ?? ''}`,
})
