import type { Clash } from './conflict.ts'
import type { ParsedLayer } from './document.ts'
import { idOf, isRecord, typedListNames } from './typed-lists.ts'
import { quote } from './words.ts'

/**
 * `prod.yaml+base.yaml`: an entry that says no more than what is other about it, before the file that has it whole. All that
 * the file with the changes says would be replaced.
 */
export function wrongOrder(layers: readonly ParsedLayer[]): Clash[] {
  const [first, ...others] = layers
  if (first === undefined) return []
  const later = new Map(
    others.flatMap(layer =>
      entriesOf(layer)
        .filter(({ isWhole }) => isWhole)
        .map(entry => [entry.name, { ...entry, layer }] as const),
    ),
  )
  const change = entriesOf(first).find(
    ({ isWhole, name, entry }) => !isWhole && isReplaced(entry, later.get(name)?.entry),
  )
  const whole = change && later.get(change.name)
  if (change === undefined || whole === undefined) return []
  const names = [
    whole.layer.file,
    ...layers.map(({ file }) => file).filter(file => file !== whole.layer.file),
  ]
  return [
    {
      rule: 'schema/overlay-order',
      severity: 'warning',
      at: [...change.at, 'id'],
      layer: first,
      message: `this file comes before ${quote(whole.layer.file)}, which has the whole entry and replaces what is other here`,
      help: `name the base first: ${names.join('+')}`,
      related: [{ at: [...whole.at, 'id'], layer: whole.layer, message: 'this comes later' }],
    },
  ]
}

/** Whether another value counts for something that is in both; maps merge. */
function isReplaced(value: unknown, later: unknown): boolean {
  if (later === undefined) return false
  if (isRecord(value) && isRecord(later))
    return Object.keys(value).some(key => isReplaced(value[key], later[key]))
  return JSON.stringify(value) !== JSON.stringify(later)
}

const entriesOf = ({ parsed: { data } }: ParsedLayer) =>
  typedListNames.flatMap(list => {
    const entries = isRecord(data) ? data[list] : undefined
    return (Array.isArray(entries) ? entries : []).flatMap((entry, index) => {
      const id = idOf(entry)
      return id === undefined
        ? []
        : [{ name: `${list}.${id}`, at: [list, index], entry, isWhole: 'type' in entry }]
    })
  })
