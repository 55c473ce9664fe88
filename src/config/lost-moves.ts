import type { Clash, Side } from './conflict.ts'
import { isRecord } from './typed-lists.ts'
import { quote } from './words.ts'

/** `moved` has no ids, so that of a later file replaces the earlier one – and whoever came by the old name of a source is nobody. */
export function lostMoves(first: Side, second: Side): Clash[] {
  if (second.at.join() !== 'moved') return []
  const kept = new Set(moves(second.data).map(({ name }) => name))
  const lost = moves(first.data).filter(({ name }) => !kept.has(name))
  const [gone] = lost
  // an empty list is told as that
  if (gone === undefined || kept.size === 0) return []
  return [
    {
      rule: 'moved/replaced',
      severity: 'warning',
      at: second.at,
      on: 'key',
      layer: second.layer,
      message: `this replaces the ${quote('moved')} of ${first.layer.file}: accounts that ${lost.length === 1 ? 'it moves are' : 'its entries move are'} left behind`,
      help: `write here too ${lost.length === 1 ? `{ from: ${gone.from}, to: ${gone.to} }` : `the ${lost.length} entries that are there`}`,
      related: [{ at: [...first.at, gone.index], layer: first.layer, message: 'this is lost' }],
    },
  ]
}

const moves = (data: unknown) =>
  (Array.isArray(data) ? data : []).flatMap((entry, index) => {
    const { from, to } = isRecord(entry) ? entry : {}
    return typeof from === 'string' && typeof to === 'string'
      ? [{ name: `${from} ${to}`, from, to, index }]
      : []
  })
