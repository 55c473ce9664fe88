import { namesOf } from '../../../permissions.ts'
import { list, quote } from '../../words.ts'
import { meant } from '../permission/places.ts'
import type { Rule } from '../rule.ts'
import { isLimited, strangersAt } from './strangers.ts'

/** What cannot be undone. Writing over WebDAV is not among them: it is in the sum 768 that AList's own guide sets. */
const destructive = ['rename', 'move', 'remove', 'ftp_manage', 'mcp_write']

export const destructiveDefault: Rule = draft => {
  const { profile } = draft
  if (profile === undefined) return []
  return strangersAt(draft)
    .filter(({ source }) => isLimited(source))
    .flatMap(({ source, effective: { permissions = 0 }, own }) => {
      const sum = meant(permissions, profile)
      const given = namesOf(sum ?? 0, profile).names.filter(name => destructive.includes(name))
      if (given.length === 0) return []
      const here = own('permissions')
      return [
        {
          at: here ? [...source.path, 'autoRegister', 'permissions'] : [...source.path, 'type'],
          message: `whoever comes from ${quote(source.host.name ?? source.type)} for the first time may ${list(given)}`,
          label: here ? undefined : 'public identity source',
          help: 'begin with reading, and give more to groups by a grant or to a person by sso-kit accounts set',
          ...(!here && {
            related: [{ at: ['autoRegister', 'permissions'], message: 'given to every new account' }],
          }),
        },
      ]
    })
}
