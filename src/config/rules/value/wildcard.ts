import type { Path } from '../../../diagnostics/diagnostic.ts'
import { quote } from '../../words.ts'
import { namesOf } from '../names.ts'
import type { Rule } from '../rule.ts'

/** Names and subjects are compared as they are written, so a pattern is met by nobody. */
export const wildcardName: Rule = draft => {
  const subjects = (draft.root.admins ?? []).map(({ subject }, index) => ({
    at: ['admins', index, 'subject'] satisfies Path,
    name: subject,
    isNegated: false,
  }))
  return [...subjects, ...namesOf(draft)]
    .filter(({ name }) => hasWildcard(name))
    .map(({ at, name, isNegated }) => ({
      at,
      ...(isNegated && { severity: 'error' as const }),
      message: `${quote(name)} means nobody: there are no wildcards, and it is compared as it is written`,
      help: 'name each of them',
    }))
}

export const hasWildcard = (name: string): boolean => /^\*|\*$/.test(name)
