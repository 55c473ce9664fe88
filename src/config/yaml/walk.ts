import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import { keyOf } from '../positions.ts'
import { problemLimit, tooManyProblems } from '../too-many.ts'
import { acrossDash } from './across-dash.ts'
import { anchoredKey } from './anchored-key.ts'
import { depthLimit, tooDeep } from './bounds.ts'
import { bracketInKey } from './bracket-in-key.ts'
import type { MapCheck, NodeCheck, ScalarCheck, Visited, YamlFinding } from './check.ts'
import { duplicateKey } from './duplicate-key.ts'
import { emptyKey } from './empty-key.ts'
import { foldedEntry } from './folded-entry.ts'
import { lostComma } from './lost-comma.ts'
import { isMerge, mergeKey } from './merge-key.ts'
import { missingSpace } from './missing-space.ts'
import { emptyAnchor, unknownTag } from './nodes.ts'
import { ambiguousScalar, cutByComment, leadingZero, lossyNumber } from './scalars.ts'
import { byReference, isSecretPlace } from './secret-place.ts'
import { slashesInKey, slashesInText } from './slash-comment.ts'
import { stuckKey, stuckValue } from './stuck.ts'

const maps: readonly MapCheck[] = [
  duplicateKey,
  emptyKey,
  mergeKey,
  missingSpace,
  bracketInKey,
  stuckKey,
  anchoredKey,
  slashesInKey,
]
const scalars: readonly ScalarCheck[] = [
  lossyNumber,
  leadingZero,
  ambiguousScalar,
  cutByComment,
  stuckValue,
  foldedEntry,
  slashesInText,
  lostComma,
]
const nodes: readonly NodeCheck[] = [unknownTag, emptyAnchor]

const valueLimit = 40_000
/** No map of the language comes near; each key too many costs a search for what it was meant to be. */
const keyLimit = 1000
const aliasLimit = 50

/** One pass over the document. `fatal` is what makes every later layer pointless. */
export function walk(
  document: Document,
  text: string,
): { findings: readonly YamlFinding[]; fatal: YamlFinding | undefined } {
  const findings: YamlFinding[] = []
  /** How many values are behind each. */
  const anchors = new Map<string, number>()
  let fatal: YamlFinding | undefined
  let values = 0
  let aliases = 0

  const add = (finding: YamlFinding | undefined) => finding && findings.push(finding)

  /** What is wrong with going on at this node. */
  const obstacle = (node: Node, path: Path): Obstacle | undefined => {
    if (findings.length > problemLimit) return tooManyProblems
    if (values > valueLimit) return obstacles.values
    if (path.length > depthLimit) return obstacles.depth
    if (isMap(node) && node.items.length > keyLimit) return obstacles.keys
    if (!isAlias(node)) return undefined
    if (!anchors.has(node.source))
      return isSecretPlace(path) ? { ...obstacles.alias, help: byReference } : obstacles.alias
    return aliases > aliasLimit ? obstacles.aliases : undefined
  }

  const enter = (node: Node, path: Path): void => {
    if (fatal) return
    const before = values
    values += isAlias(node) ? (anchors.get(node.source) ?? 1) : 1
    if (isAlias(node)) aliases += 1
    const [start, end] = node.range ?? [0, 0]
    const found = obstacle(node, path)
    if (found) {
      // not told by its path, which may be long, or a secret that became a key
      fatal = { ...found, severity: 'error', at: [], on: [start, Math.min(end, start + 40)] }
      return
    }
    const visited: Visited = { node, path, text, span: [start, end] }
    for (const check of nodes) add(check(visited))
    if (isScalar(node)) for (const check of scalars) add(check(visited as Visited<Scalar>))
    if (isMap(node)) for (const check of maps) findings.push(...check(visited as Visited<YAMLMap>))
    for (const [below, step] of children(node)) enter(below, [...path, step])
    // an anchor is known behind its own value: a value cannot contain itself
    if ('anchor' in node && node.anchor !== undefined) anchors.set(node.anchor, values - before)
  }

  if (document.contents) enter(document.contents, [])
  return { findings: acrossDash(findings, document, text), fatal }
}

function children(node: Node): [Node, string | number][] {
  if (isMap(node))
    return (node.items as Pair[]).flatMap(pair =>
      isNode(pair.value) && !isMerge(pair) ? [[pair.value, keyOf(pair) ?? '']] : [],
    )
  if (isSeq(node)) return node.items.flatMap((item, index) => (isNode(item) ? [[item, index]] : []))
  return []
}

type Obstacle = Pick<YamlFinding, 'rule' | 'message' | 'help'>

const obstacles = {
  values: {
    rule: 'yaml/too-large',
    message: `more than ${valueLimit} values in one file, with what aliases repeat`,
    help: 'split the file',
  },
  keys: {
    rule: 'yaml/too-large',
    message: `more than ${keyLimit} keys in one map`,
    help: 'a list has a "-" in front of each of its entries',
  },
  depth: { rule: 'yaml/too-large', ...tooDeep },
  aliases: {
    rule: 'yaml/too-large',
    message: `more than ${aliasLimit} aliases`,
    help: 'write some of the values out',
  },
  alias: {
    rule: 'yaml/unresolved-alias',
    // the alias is not named: `secret: *abc` is a secret that begins with "*"
    message: 'this repeats a value that is nowhere above',
    help: 'put a value that begins with "*" in quotes, or mark the value it repeats',
  },
} satisfies Record<string, Obstacle>
