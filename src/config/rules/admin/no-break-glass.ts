import type { Draft } from '../../draft.ts'
import type { RuleFinding } from '../../finding.ts'
import type { Rule } from '../rule.ts'

/** Administrators who could not sign in. Who names none works at the command line of the machine, which needs no source. */
export const noBreakGlass: Rule = ({ root: { admins = [] }, sources, ids, failed }) => {
  if (admins.length === 0 || sources.length < ids.sources.length) return []
  if (failed.some(([list, , key]) => list === 'sources' && key === 'enabled')) return []
  const open = sources.filter(({ host: { enabled } }) => enabled !== false)
  return open.length === 0 ? [] : [...allClosed(admins, sources), ...oneServer(admins, open)]
}

type Admins = readonly { readonly source: string }[]
type Sources = Draft['sources']

/** The sources of all of them are closed. One that is not there is told by itself. */
function allClosed(admins: Admins, sources: Sources): RuleFinding[] {
  const theirs = sources.filter(({ host: { id } }) => admins.some(({ source }) => source === id))
  const isThere = ({ source }: Admins[number]) => theirs.some(({ host: { id } }) => id === source)
  if (!admins.every(isThere) || theirs.some(({ host: { enabled } }) => enabled !== false)) return []
  return [
    {
      at: ['admins'],
      on: 'key',
      message: 'no administrator could sign in: the source of each of them is closed',
      help: 'name somebody of a source that is open, or open one of these',
      related: theirs.map(({ path }) => ({ at: [...path, 'enabled'], message: 'closed here' })),
    },
  ]
}

/** All that is open to sign in by is one server of somebody else's: its outage keeps them out as well. */
function oneServer(admins: Admins, [only, ...others]: Sources): RuleFinding[] {
  if (only === undefined || others.length > 0 || only.type === 'local') return []
  // another one is not there, or is closed
  if (admins.some(({ source }) => source !== only.host.id)) return []
  return [
    {
      at: ['admins'],
      on: 'key',
      message: 'no administrator could sign in while their only source does not answer',
      help: 'add a source of type local, and a password by: sso-kit accounts create --role admin --username NAME --password-stdin',
      related: [{ at: [...only.path, 'type'], message: 'everybody comes by this one' }],
    },
  ]
}
