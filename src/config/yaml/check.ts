import type { Alias, Node, Scalar, YAMLMap } from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Finding } from '../finding.ts'

/** A node on the walk through the document, with what the checks need to know of its surroundings. */
export interface Visited<N extends Node = Node> {
  readonly node: N
  readonly path: Path
  readonly text: string
  /** Start and end in the text. */
  readonly span: readonly [number, number]
}

/** A finding of the YAML layer. */
export interface YamlFinding extends Finding {
  /** The part that later layers leave alone. Absent for warnings. */
  readonly failed?: Path
  /** What is wrong or missing elsewhere because of it. */
  readonly lacking?: readonly Path[]
}

export type Check<N extends Node> = (visited: Visited<N>) => YamlFinding | undefined
export type MapCheck = (visited: Visited<YAMLMap>) => readonly YamlFinding[]
export type ScalarCheck = Check<Scalar>
export type NodeCheck = Check<Node>
export type AliasCheck = Check<Alias>
