import { list, quote } from '../../words.ts'
import { destructiveIn } from '../autoregister/destructive.ts'
import { strangersAt } from '../autoregister/strangers.ts'
import type { Rule } from '../rule.ts'

/** A grant that asks for nothing but a public source gives at the first sign-in, as autoregister/destructive-default has it. */
export const destructiveForStrangers: Rule = draft => {
  const { profile, grants } = draft
  if (profile === undefined) return []
  const open = strangersAt(draft).map(({ source }) => source)
  return grants.flatMap(({ at, value: { when = {}, permissions = 0 } }) => {
    const { source: wanted = [], ...others } = when
    const source = open.find(({ host: { id } }) => id !== undefined && [wanted].flat().includes(id))
    const given = source && Object.keys(others).length === 0 ? destructiveIn(permissions, profile) : []
    if (source === undefined || given.length === 0) return []
    const { path, host, type } = source
    return [
      {
        at: [...at, 'permissions'],
        message: `whoever comes from ${quote(host.name ?? type)} may ${list(given)}: this asks for nothing else`,
        help: `ask for more than the source, such as a group of it: when: { source: ${host.id}, group: … }`,
        related: [{ at: [...path, 'type'], message: 'public identity source' }],
      },
    ]
  })
}
