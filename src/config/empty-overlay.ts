import type { Clash, Side } from './conflict.ts'
import type { ParsedLayer } from './document.ts'
import { quote } from './words.ts'

/** Files that are laid over another one and say nothing: perhaps what should have written them did not. */
export const emptyFiles = (layers: readonly ParsedLayer[]): Clash[] =>
  layers
    .filter(({ parsed: { data } }) => data === null || data === undefined)
    .map(layer => ({
      rule: 'schema/empty-overlay',
      severity: 'info',
      at: [],
      on: [0, 0],
      layer,
      message: 'this file is empty: it changes nothing',
      help: 'write what is other here, or leave the file out',
    }))

/** An empty list has no ids to merge by, and replaces the other one, whose entries have some. */
export function emptiedList(first: Side, second: Side): Clash[] {
  if (!Array.isArray(second.data) || second.data.length > 0) return []
  return [
    {
      rule: 'schema/empty-overlay',
      severity: 'info',
      at: second.at,
      on: 'value',
      layer: second.layer,
      message: `${quote(String(second.at.at(-1)))} is empty here: it takes away what ${first.layer.file} has`,
      help: 'leave it out where that is meant to stay',
      related: [{ at: first.at, on: 'key', layer: first.layer, message: 'this is taken away' }],
    },
  ]
}
