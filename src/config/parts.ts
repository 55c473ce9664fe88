import type { Path } from '../diagnostics/diagnostic.ts'

/** Parts of a file by the steps that lead to them: to find one takes as long as its path is, however many there are. */
export interface Parts {
  readonly below: ReadonlyMap<string | number, Parts>
  /** True for a part itself, false for what only holds some. */
  readonly whole: boolean
}

/** True for one of the parts and for everything in it. The list must not change once it was asked about. */
export function isUnder(path: Path, parts: readonly Path[]): boolean {
  let here: Parts | undefined = treeOf(parts)
  for (const segment of path) {
    if (here === undefined || here.whole) break
    here = here.below.get(segment)
  }
  return here?.whole === true
}

/** What the parts are in one map or list; undefined where none is. */
export const partsIn = (path: Path, parts: readonly Path[]): Parts['below'] | undefined =>
  path.reduce<Parts | undefined>((here, segment) => here?.below.get(segment), treeOf(parts))?.below

function treeOf(parts: readonly Path[]): Parts {
  const known = trees.get(parts)
  if (known) return known
  const root: Growing = { below: new Map(), whole: false }
  for (const part of parts) {
    let here = root
    for (const segment of part) {
      const next = here.below.get(segment) ?? { below: new Map(), whole: false }
      here.below.set(segment, next)
      here = next
    }
    here.whole = true
  }
  trees.set(parts, root)
  return root
}

interface Growing {
  readonly below: Map<string | number, Growing>
  whole: boolean
}

const trees = new WeakMap<readonly Path[], Parts>()
