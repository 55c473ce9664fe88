import { list, quote } from '../../words.ts'
import { destructiveIn } from '../autoregister/destructive.ts'
import { strangersAt } from '../autoregister/strangers.ts'
import type { Rule } from '../rule.ts'

/** A grant that asks for nothing but a public source gives at the first sign-in, as autoregister/destructive-default has it. */
export const destructiveForStrangers: Rule = draft => {
  const { profile } = draft
  if (profile === undefined) return []
  const bySource = draft.grants.flatMap(({ at, value: { when = {}, permissions = 0 } }) => {
    const { source = [], ...others } = when
    const given = Object.keys(others).length === 0 ? destructiveIn(permissions, profile) : []
    return given.length === 0 ? [] : [{ at, given, wanted: [source].flat() }]
  })
  if (bySource.length === 0) return []
  const open = strangersAt(draft).map(({ source }) => source)
  return bySource.flatMap(({ at, given, wanted }) => {
    const source = open.find(({ host: { id } }) => id !== undefined && wanted.includes(id))
    if (source === undefined) return []
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
