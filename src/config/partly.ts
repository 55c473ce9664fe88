import type { Draft } from './draft.ts'
import { environmentRules } from './rule-ids.ts'
import { rules } from './rules/table.ts'
import type { TypedList } from './typed-lists.ts'

/** Of the rules before and behind those of the table, the ones that need the type of an entry to see all of it. */
const needTypes: readonly string[] = [
  'schema/deprecated-key',
  'schema/missing-key',
  'schema/unknown-key',
  'schema/wrong-type',
  'secret/inline',
  'source/rule-failed',
  'suppress/unused',
  ...environmentRules.filter(rule => !rule.startsWith('ui/')),
]

/**
 * The rules that have seen only a part of a file, in these lists of which the type of some entry is not known. Which lists
 * a rule looks at nobody has to say: it is watched while it looks.
 */
export const partlyIn = (draft: Draft, lists: readonly TypedList[]): ReadonlySet<string> =>
  new Set([
    ...needTypes,
    ...Object.keys(rules).filter(rule => {
      const seen = new Set<unknown>()
      rules[rule]?.check(watched(draft, seen))
      return lists.some(list => seen.has(list)) || (lists.includes('sources') && seen.has('autoRegisters'))
    }),
  ])

const watched = (draft: Draft, seen: Set<unknown>): Draft => {
  const watch = <T extends object>(map: T): T =>
    new Proxy(map, {
      get: (target, key) => {
        seen.add(key)
        return Reflect.get(target, key)
      },
    })
  return watch({ ...draft, root: watch(draft.root) })
}
