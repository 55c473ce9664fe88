import { secretForm } from '../../../diagnostics/secret-form.ts'
import type { DraftId } from '../../draft.ts'
import { letters } from '../../suggest.ts'

/** Somebody renames one: after some different names that nobody knows, it is something else. */
const most = 20

/**
 * What a name that nobody knows is called by now: the one id that nothing speaks of, and whose type or spelling is like
 * that name.
 */
export function renamedIn(
  ids: readonly DraftId[],
  mentioned: ReadonlySet<string>,
): (name: string) => string | undefined {
  const known = new Map<string, string | undefined>()
  return name => {
    if (!known.has(name) && known.size < most) known.set(name, nowCalled(name, ids, mentioned))
    return known.get(name)
  }
}

function nowCalled(
  name: string,
  ids: readonly DraftId[],
  mentioned: ReadonlySet<string>,
): string | undefined {
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(name) || secretForm(name) !== undefined) return undefined
  const isLike = (one: string, other: string) => one.length > 2 && other.startsWith(one)
  const plain = letters(name)
  const like = ids.filter(
    ({ id, type }) =>
      !mentioned.has(id) && (type === name || isLike(letters(id), plain) || isLike(plain, letters(id))),
  )
  return like.length === 1 ? like[0]?.id : undefined
}
