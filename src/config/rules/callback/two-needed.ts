import { redirectMatchOf } from '../../../plugins.ts'
import { quote } from '../../words.ts'
import { guarded, ifSound } from '../guarded.ts'
import type { Rule } from '../rule.ts'

/** AList signs people in and binds them at two addresses, and most vendors send nobody to one that is not registered whole. */
export const twoNeeded: Rule = ({ alist, sources }) => {
  const { source: id, compatibilityMode } = alist?.value ?? {}
  const source = sources.find(({ host }) => host.id === id)
  if (id === undefined || compatibilityMode === undefined || source?.plugin.signIn !== undefined) return []
  const match =
    source && ifSound(() => redirectMatchOf(source.plugin, guarded(source.options, source.failed)))
  // without the compatibility mode the two differ in nothing but their query
  if (match !== 'exact' && match !== 'plain' && !(match === 'path' && compatibilityMode)) return []
  return [
    {
      at: ['callbacks', 'alist', 'source'],
      message: `the vendor of ${quote(id)} needs two redirect addresses for AList: one to sign in, one to bind`,
      help: 'register both in its console: sso-kit urls prints them',
      related: [{ at: source?.path ?? [], on: 'first', message: 'this source' }],
    },
  ]
}
