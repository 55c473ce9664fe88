import type { Layer } from '../document.ts'
import { place } from '../finding.ts'
import { isRecord } from '../typed-lists.ts'
import { type CommentedKey, commentedKeysIn, toldOfComment } from '../yaml/commented-keys.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'

/**
 * `# autoRegister:` with its keys left below it: they have gone into the section above, or its entries into the list
 * above, and what is wrong with each of them there is one mistake, at the comment.
 */
export function withoutHeadless(findings: readonly ShapeFinding[], context: Context): ShapeFinding[] {
  const known = new Map<Layer, readonly CommentedKey[]>()
  const headOf = (finding: ShapeFinding): CommentedKey | undefined => {
    const { layer } = finding.layer ? { layer: finding.layer } : context.locate(finding.at)
    const comments = known.get(layer) ?? commentedKeysIn(layer.lines.text)
    known.set(layer, comments)
    if (comments.length === 0) return undefined
    const { offset } = place(finding, context.locate).range.start
    return comments.findLast(({ from, to }) => offset >= from && offset < to)
  }
  const heads = new Map(findings.flatMap(finding => pairIf(finding, headOf(finding))))
  if (heads.size === 0) return [...findings]
  const sure = new Set(
    [...heads].filter(([finding, head]) => isFrom(head, finding, context)).map(([, head]) => head),
  )
  const told = new Set<CommentedKey>()
  return findings.flatMap(finding => {
    const head = heads.get(finding)
    if (head === undefined || !sure.has(head)) return [finding]
    if (told.has(head)) return []
    told.add(head)
    const all = findings.filter(other => heads.get(other) === head)
    return [oneFor(head, finding, all)]
  })
}

const pairIf = (finding: ShapeFinding, head: CommentedKey | undefined): [ShapeFinding, CommentedKey][] =>
  head ? [[finding, head]] : []

const oneFor = (head: CommentedKey, { at }: ShapeFinding, all: readonly ShapeFinding[]): ShapeFinding => ({
  rule: 'schema/unknown-key',
  severity: 'error',
  at,
  ...toldOfComment(head),
  failed: [[head.name], ...all.flatMap(finding => [...finding.failed, partOf(finding)])],
})

/** The entry of a list at the top level; otherwise the place itself. */
const partOf = ({ at }: ShapeFinding) => (typeof at[1] === 'number' && at.length <= 3 ? at.slice(0, 2) : at)

/** Whether what is wrong would be right below the key that is a comment. */
function isFrom({ name }: CommentedKey, { rule, at }: ShapeFinding, { data, schemaOf }: Context): boolean {
  const entry = typeof at[1] === 'number' ? valueAt(data, at.slice(0, 2)) : undefined
  if (isRecord(entry) && at[0] !== name && schemaOf([name])?.items !== undefined) {
    const keys = Object.keys(entry)
    const isTyped = schemaOf([name, -1])?.properties?.type !== undefined
    const candidates = schemaOf([name, -1])?.properties ?? {}
    if (isTyped ? keys.includes('type') : keys.every(key => Object.hasOwn(candidates, key))) return true
  }
  const key = String(at.at(-1))
  return (
    rule === 'schema/unknown-key' &&
    at.some((_, level) => Object.hasOwn(schemaOf([...at.slice(0, level), name])?.properties ?? {}, key))
  )
}
