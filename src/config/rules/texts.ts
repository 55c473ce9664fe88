import { isMap, isScalar, isSeq, type Pair } from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Draft } from '../draft.ts'
import { isUnder } from '../parts.ts'
import { keyOf } from '../positions.ts'

export interface Text {
  readonly at: Path
  readonly text: string
}

/** The wanted texts of the file as it is written, without those that another finding is about already. */
export function texts(draft: Draft, isWanted: (text: string) => boolean): Text[] {
  const { failed, hidden } = draft
  const found = everyText(draft.parsed.document).filter(({ text }) => isWanted(text))
  // few are left, and to ask about their places takes longer
  return found.filter(({ at }) => !isUnder(at, failed) && !isSecretItself(at, hidden))
}

function everyText(document: Draft['parsed']['document']): readonly Text[] {
  const known = textsOf.get(document)
  if (known) return known
  const found: Text[] = []
  const enter = (node: unknown, at: Path): void => {
    if (isMap(node)) for (const pair of node.items as Pair[]) enter(pair.value, [...at, keyOf(pair) ?? ''])
    if (isSeq(node)) for (const [index, item] of node.items.entries()) enter(item, [...at, index])
    if (isScalar(node) && typeof node.value === 'string') found.push({ at, text: node.value })
  }
  enter(document.contents, [])
  textsOf.set(document, found)
  return found
}

// several rules ask
const textsOf = new WeakMap<object, readonly Text[]>()

/** A literal where a reference belongs has its own rule; what a reference says is looked at. */
const isSecretItself = (at: Path, hidden: Draft['hidden']): boolean =>
  hidden(at) && !['env', 'file', 'credential'].includes(String(at.at(-1))) && at.at(-2) !== 'exec'

/** A description, what a program is called with, what only a library reads, and texts of several lines. */
export function isProse({ schemaOf, parsed }: Draft, at: Path): boolean {
  if (at.includes('exec') || at.at(-1) === 'description') return true
  if (at.some((_, index) => schemaOf(at.slice(0, index + 1))?.['x-free'] === true)) return true
  const node = parsed.positions.node(at)
  return isScalar(node) && /\n./.test(String(node.value).trim())
}
