import { suggest } from '../../suggest.ts'
import { list, quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

export const unknownReference: Rule = ({ root, ids, idsKnown }) => {
  // a source whose id is wrong may be the one that is meant
  if (!idsKnown) return []
  const known = ids.map(({ id }) => id)
  return (root.admins ?? []).flatMap(({ source }, index) => {
    if (known.includes(source)) return []
    const meant = suggest(source, known)
    return [
      {
        at: ['admins', index, 'source'],
        message: `there is no source ${quote(source)}`,
        label: meant && `did you mean ${quote(meant)}?`,
        help:
          meant === undefined ? `name a source of this file: ${list(known, 'or')}` : `write source: ${meant}`,
      },
    ]
  })
}
