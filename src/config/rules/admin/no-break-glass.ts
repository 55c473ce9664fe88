import type { Rule } from '../rule.ts'

/**
 * Where all that are open to sign in by is one server of somebody else's, an outage keeps its administrators out as well.
 * Who names none works at the command line of the machine, which needs no source.
 */
export const noBreakGlass: Rule = ({ root: { admins = [] }, sources, ids, failed }) => {
  if (admins.length === 0 || sources.length < ids.sources.length) return []
  if (failed.some(([list, , key]) => list === 'sources' && key === 'enabled')) return []
  const [only, ...others] = sources.filter(({ host: { enabled } }) => enabled !== false)
  if (only === undefined || others.length > 0 || only.type === 'local') return []
  // another source is told as one that is not there, or is closed
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
