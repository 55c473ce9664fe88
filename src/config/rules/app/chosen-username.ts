import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { choosersOf } from './choosers.ts'

/** To an app of SAML its NameID is the account: whoever chooses that chooses whose account they enter. */
export const chosenNameId: Rule = draft => {
  const named = draft.apps.filter(
    ({ type, failed, host, options }) =>
      type === 'saml' && options.nameId === 'username' && failed.size === 0 && host.enabled,
  )
  if (named.length === 0) return []
  const chooserOf = choosersOf(draft)
  return named.flatMap(app => {
    const source = chooserOf(app)
    if (source === undefined) return []
    return [
      {
        at: [...app.path, 'nameId'],
        message: `people of ${quote(source.host.name ?? source.type)} choose their username, and with it whose account they enter`,
        help: 'write nameId: persistent, or open the app to other sources alone: allow: { sources: […] }',
        related: [{ at: [...source.path, 'type'], message: 'public identity source' }],
      },
    ]
  })
}
