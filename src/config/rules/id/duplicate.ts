import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { Draft } from '../../draft.ts'
import { isUnder } from '../../parts.ts'
import { quote } from '../../words.ts'
import { repeated } from '../repeated.ts'
import type { Rule } from '../rule.ts'
import { areTwins } from './twins.ts'

interface Named {
  readonly at: Path
  readonly id: string
}

/** Things are told apart by their ids; case does not make two. */
export const duplicate: Rule = draft =>
  listsOf(draft).flatMap(({ several, help, named }) =>
    repeated(named, ({ id }) => id.toLowerCase()).map(({ again: { at, id }, first }) => ({
      at,
      message: `two ${several} have the id ${quote(id)}`,
      label: 'again here',
      help: areTwins(draft, at.slice(0, -1), first.at.slice(0, -1))
        ? 'remove one of the two: they are the same'
        : help,
      related: [{ at: first.at, message: 'first here' }],
    })),
  )

function listsOf({
  ids,
  organizations,
  grants,
  failed,
}: Draft): { several: string; help: string; named: Named[] }[] {
  const typed = (list: 'sources' | 'apps') =>
    ids[list].flatMap(({ id, index }): Named[] => {
      const at = [list, index, 'id']
      return isUnder(at, failed) ? [] : [{ at, id }]
    })
  const plain = (entries: Draft['organizations'] | Draft['grants']) =>
    entries.flatMap(({ at, value: { id } }): Named[] => (id === undefined ? [] : [{ at: [...at, 'id'], id }]))
  const another = 'give one of them another id'
  return [
    {
      several: 'sources',
      help: `${another}; accounts stay with the one that keeps it`,
      named: typed('sources'),
    },
    { several: 'apps', help: another, named: typed('apps') },
    { several: 'organisations', help: another, named: plain(organizations) },
    { several: 'grants', help: another, named: plain(grants) },
  ]
}
