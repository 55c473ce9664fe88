import type { Path } from '../../diagnostics/diagnostic.ts'
import { entriesIn, entryWord, isRecord, typedListNames } from '../typed-lists.ts'
import { quote } from '../words.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'

type Told = Pick<ShapeFinding, 'help' | 'failed'>

/** What other languages of overlays mark an entry with that is to go. */
const marks = /^(?:\$patch|[_$]?(?:delete|remove)d?|absent|ensure|state)$/i

/** `$patch: delete` in a source or an app: nothing is taken away here. */
export function takenAway(map: Path, key: string): Told | undefined {
  const word = entryWord(map)
  return word === undefined || !marks.test(key)
    ? undefined
    : {
        help: `write enabled: false in its place: that closes a ${word}, and only its own file can leave it out`,
        failed: [],
      }
}

/** `github: { clientId: … }` at the top level, where an entry has that id. */
export function entryAtTop(key: string, { data }: Context): Told | undefined {
  const list = typedListNames.find(name => entriesIn(data, name).some(({ id }) => id === key))
  if (list === undefined || !isRecord(valueAt(data, [key]))) return undefined
  return {
    help: `put it under ${list}: ${quote(`- id: ${key}`)} in its place, and what is below it as the keys of that`,
    failed: [[key]],
  }
}
