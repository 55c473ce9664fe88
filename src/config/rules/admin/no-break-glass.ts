import type { Rule } from '../rule.ts'

/**
 * Where those of all administrators are closed, none of them can sign in; and where all that are open to sign in by is one server of somebody else's, an outage keeps its administrators out as well.
 * Who names none works at the command line of the machine, which needs no source.
 */
export const noBreakGlass: Rule = ({ root: { admins = [] }, sources, ids, failed }) => {
  if (admins.length === 0 || sources.length < ids.sources.length) return []
  if (failed.some(([list, , key]) => list === 'sources' && key === 'enabled')) return []
  const open = sources.filter(({ host: { enabled } }) => enabled !== false)
  const closed = sources.filter(
    ({ host: { id, enabled } }) => enabled === false && admins.some(({ source }) => source === id),
  )
  // one that is not there is told by itself
  const isOf = (list: typeof sources) =>
    admins.every(({ source }) => list.some(({ host }) => host.id === source))
  if (open.length > 0 && isOf(closed))
    return [
      {
        at: ['admins'],
        on: 'key' as const,
        message: 'no administrator could sign in: the source of each of them is closed',
        help: 'name somebody of a source that is open, or open one of these',
        related: closed.map(({ path }) => ({ at: [...path, 'enabled'], message: 'closed here' })),
      },
    ]
  const [only, ...others] = open
  if (only === undefined || others.length > 0 || only.type === 'local') return []
  // another one is not there, or is closed
  if (admins.some(({ source }) => source !== only.host.id)) return []
  return [
    {
      at: ['admins'],
      on: 'key' as const,
      message: 'no administrator could sign in while their only source does not answer',
      help: 'add a source of type local, and a password by: sso-kit accounts create --role admin --username NAME --password-stdin',
      related: [{ at: [...only.path, 'type'], message: 'everybody comes by this one' }],
    },
  ]
}
