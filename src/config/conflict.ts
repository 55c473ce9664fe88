import { discreet } from './discreet.ts'
import type { ParsedLayer } from './document.ts'
import type { Finding, Written } from './finding.ts'
import { referenceKinds } from './place-name.ts'
import { nameOf } from './shape/context.ts'
import { suggest } from './suggest.ts'
import { entryWord, isRecord } from './typed-lists.ts'
import { typeNames } from './types.ts'
import { quote } from './words.ts'

/** Two files contradict each other, at a place of the later one. */
export interface Clash extends Finding {
  readonly layer: ParsedLayer
  /** The part of the later file about which nothing more can be said. */
  readonly failed?: Finding['at']
}

/** All files are read in one language, so a later one does not change its version. */
export function differentVersions(layers: readonly ParsedLayer[]): Clash[] {
  const told = layers.flatMap(layer => {
    const version = isRecord(layer.parsed.data) ? layer.parsed.data.version : undefined
    return typeof version === 'number' ? [{ layer, version }] : []
  })
  const [first] = told
  const other = told.find(({ version }) => version !== first?.version)
  if (first === undefined || other === undefined) return []
  return [
    {
      rule: 'schema/version',
      severity: 'error',
      at: ['version'],
      layer: other.layer,
      failed: ['version'],
      message: `the files have different versions, ${first.version} and ${other.version}`,
      help: 'write the same version in each of them, or leave it out of those that come later',
      related: [{ at: ['version'], layer: first.layer, message: `version ${first.version} here` }],
    },
  ]
}

export interface Side extends Written {
  readonly layer: ParsedLayer
  readonly data: unknown
}

/** `{ env: NAME }` in one file and `{ file: PATH }` in another: which one was meant is not for us to guess. */
export function differentKinds(first: Side, second: Side): Clash[] {
  const [one, other] = [kindOf(first.data), kindOf(second.data)]
  if (one === undefined || other === undefined || one === other) return []
  return [
    {
      rule: 'schema/wrong-type',
      severity: 'error',
      at: second.at,
      layer: second.layer,
      message: `${nameOf(second.at)} is kept in two places, ${one} and ${other}`,
      label: 'one here',
      help: 'leave it out of one of the files',
      related: [{ at: first.at, layer: first.layer, message: 'the other here' }],
    },
  ]
}

/** The accounts of a source belong to its id: under the same one they would be looked for at another vendor. */
export function differentTypes(entry: Side, first: Side, second: Side): Clash[] {
  const word = entryWord(entry.at)
  if (word === undefined || typeof first.data !== 'string' || typeof second.data !== 'string') return []
  if (first.data === second.data) return []
  const list = word === 'app' ? 'apps' : 'sources'
  // a misspelt one that the later file spells right
  if (!typeNames[list].includes(first.data) && suggest(first.data, [second.data]) !== undefined)
    return discreet([
      {
        rule: 'schema/unknown-type',
        severity: 'error',
        at: first.at,
        layer: first.layer,
        message: `unknown ${word} type ${quote(first.data)}`,
        label: `did you mean ${quote(second.data)}?`,
        help: `write type: ${second.data}`,
        related: [{ at: second.at, layer: second.layer, message: 'as here' }],
      },
    ])
  return discreet([
    {
      rule: 'schema/wrong-type',
      severity: 'error',
      at: second.at,
      layer: second.layer,
      failed: entry.at,
      message: `a file that is laid over another one cannot change the type of ${word === 'app' ? 'an app' : 'a source'}`,
      label: `here ${quote(second.data)}`,
      help: `remove the line, or give what is of another type an id of its own`,
      related: [{ at: first.at, layer: first.layer, message: `here ${quote(first.data)}` }],
    },
  ])
}

export const isReference = (data: unknown): boolean => kindOf(data) !== undefined

/** What kind of reference it is, if it is one. */
function kindOf(data: unknown): string | undefined {
  const [key = '', ...others] = isRecord(data) ? Object.keys(data) : []
  const value = isRecord(data) ? data[key] : undefined
  const isName = key === 'exec' ? Array.isArray(value) : typeof value === 'string'
  return others.length === 0 && isName && referenceKinds.includes(key) ? key : undefined
}
