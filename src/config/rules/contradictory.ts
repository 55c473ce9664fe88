import type { Path } from '../../diagnostics/diagnostic.ts'
import type { When } from '../draft.ts'
import { spread } from './when.ts'

const compared = ['source', 'department', 'group', 'domain', 'title'] as const

/** The first `not` of a condition, however deep, that leaves out all whom the keys beside it ask for. */
export function contradictoryNot(when: When, at: Path): Path | undefined {
  const { all = [], any = [], not } = when
  if (not && leavesOutAll(when, not)) return [...at, 'not']
  const parts: [When, Path][] = [
    ...all.map((part, index): [When, Path] => [part, [...at, 'all', index]]),
    ...any.map((part, index): [When, Path] => [part, [...at, 'any', index]]),
  ]
  for (const [part, place] of parts) {
    const found = contradictoryNot(part, place)
    if (found) return found
  }
  return undefined
}

/** With one key only: of two, what they leave out is less than what each of them says. */
function leavesOutAll(when: When, not: When): boolean {
  const [key, ...others] = Object.keys(not)
  const plain = compared.find(one => one === key)
  if (plain === undefined || others.length > 0) return false
  const unwanted = new Set(spread(not[plain], []).map(({ value }) => value))
  const wanted = spread(when[plain], [])
  return wanted.length > 0 && wanted.every(({ value }) => unwanted.has(value))
}
