import { redirectMatchOf } from '../../../plugins.ts'
import { quote } from '../../words.ts'
import { guarded, ifSound } from '../guarded.ts'
import type { Rule } from '../rule.ts'

/** AList's addresses have a query, and there are vendors that send nobody back to such a one. */
export const queryRefused: Rule = ({ alist, sources }) => {
  const { source: id, compatibilityMode } = alist?.value ?? {}
  const source = sources.find(({ host }) => host.id === id)
  if (id === undefined || source === undefined || compatibilityMode !== false) return []
  const { plugin, options, failed, path } = source
  if (ifSound(() => redirectMatchOf(plugin, guarded(options, failed))) !== 'plain') return []
  return [
    {
      at: ['callbacks', 'alist', 'source'],
      message: `the vendor of ${quote(id)} takes no address with a query, and these have "?method=…"`,
      help: 'write compatibilityMode: true, which has addresses without one',
      related: [{ at: path, on: 'first', message: 'this source' }],
    },
  ]
}
