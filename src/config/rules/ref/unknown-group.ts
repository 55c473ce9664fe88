import { orEverybody } from '../../everybody.ts'
import type { RuleFinding } from '../../finding.ts'
import { list, quote } from '../../words.ts'
import { flow } from '../../written.ts'
import { type GroupSlip, groupSlips, mostShown, placesOfGroups } from '../group-slips.ts'
import { type NobodysGroup, type NobodysGroups, nobodysGroups } from '../nobodys-groups.ts'
import type { Rule } from '../rule.ts'

/** With no source that has groups a name that no grant gives is a slip, and with a public one where a grant's is near. */
export const unknownGroup: Rule = draft => {
  const found = nobodysGroups(draft)
  if (found === undefined) return []
  const slips = groupSlips(draft, found)
  const told = new Set(slips.flatMap(({ asked }) => asked))
  const unknown = found.mentions.filter(
    mention => !told.has(mention) && (found.source === undefined || mention.meant !== undefined),
  )
  return [...slips.map(ofGrant), ...placesOfGroups(unknown).map(places => ofPlaces(places, found))]
}

const ofGrant = ({ at, given, asked, names, isNear }: GroupSlip): RuleFinding => ({
  at,
  message: `nobody asks for the group ${quote(given)}, and ${asked.length} places ask for ${list(names)}, which no grant gives`,
  label: `${isNear ? 'did you mean' : 'is this'} ${list(names)}?`,
  help: `write ${names.map(name => flow(name)).join(', ')}${isNear ? '' : `, or add a grant that gives it`}`,
  related: asked.slice(0, mostShown).map(({ at, group }) => ({ at, message: `asks for ${quote(group)}` })),
})

function ofPlaces(
  [{ at, group, meant, silent, condition }, ...others]: readonly [NobodysGroup, ...NobodysGroup[]],
  { given, form }: NobodysGroups,
): RuleFinding {
  const groups =
    given.length === 0 ? 'add a grant that gives this group' : `the groups of the grants are ${list(given)}`
  const everybody = condition ? '' : orEverybody(group)
  return {
    at,
    message: `nobody is in the group ${quote(group)}: no grant gives it`,
    label: meant && `did you mean ${quote(meant)}?`,
    help:
      meant !== undefined
        ? `write ${flow(meant)}${others.length === 0 ? '' : ', and so at the other places'}${everybody}`
        : silent !== undefined
          ? `say allow: { ${silent.list}: […] } at ${quote(silent.source.host.id ?? '')}: only then its people come with groups`
          : form !== undefined && condition?.sources.length === 0
            ? `write a group of the source, such as ${form.words}, or one that a grant above gives`
            : `${groups}${everybody}`,
    related: others.slice(0, mostShown).map(({ at }) => ({ at, message: 'here too' })),
  }
}
