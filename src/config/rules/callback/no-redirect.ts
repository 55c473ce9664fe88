import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** AList sends people to the vendor's page and waits for a redirect to its own address: elsewhere it says "invalid platform". */
export const noRedirect: Rule = ({ alist, sources }) => {
  const { source: id } = alist?.value ?? {}
  const source = sources.find(({ host }) => host.id === id)
  const way = source?.plugin.signIn
  if (id === undefined || source === undefined || way === undefined) return []
  return [
    {
      at: ['callbacks', 'alist', 'source'],
      message: `nobody can sign in at AList by ${quote(id)}: ${
        way === 'password'
          ? 'it asks for a password, and has no page of its own to go to'
          : 'its answer is posted, and AList takes a redirect'
      }`,
      help: 'name a source whose vendor sends people back by a redirect, or remove callbacks.alist',
      related: [{ at: [...source.path, 'type'], message: 'this source' }],
    },
  ]
}
