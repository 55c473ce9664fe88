import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { hasWildcard } from '../value/wildcard.ts'

/** What a source knows people by often is a number, where a login or an address comes to mind. */
export const subjectForm: Rule = ({ root: { admins = [] }, sources }) =>
  admins.flatMap(({ source: id, subject }, index) => {
    const form = sources.find(({ host }) => host.id === id)?.plugin.subjectForm
    // a pattern and a blank are told by rules of their own
    if (form === undefined || form.pattern.test(subject.trim()) || hasWildcard(subject)) return []
    return [
      {
        at: ['admins', index, 'subject'],
        message: `nobody is an administrator by this: no subject of ${quote(id)} looks like it`,
        help: `write ${form.words}; sso-kit accounts show NAME tells it after the first sign-in`,
      },
    ]
  })
