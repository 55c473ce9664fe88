import type { Config } from '../../config/config.ts'
import type { Told, Value } from '../file.ts'
import type { Entered } from '../play.ts'
import { nameIn, type Way } from '../telling.ts'
import { unmetEntry } from './apps.ts'
import { ifMeant, isSame, parted, spoken, type Unmet } from './unmet.ts'

/** What apps are told otherwise, in one way of telling. */
export async function unmetTold(
  way: Way,
  expected: Told,
  { apps, telling }: Entered,
  config: Config,
): Promise<Unmet[]> {
  const found = await Promise.all(
    Object.entries(expected).map(async ([id, wanted]): Promise<Unmet[]> => {
      const [app, explanation] = [config.apps.find(one => one.id === id), apps.get(id)]
      // the file was held against the configuration
      if (!app || !explanation) return []
      const at = ['expect', way, id]
      if (!explanation.allowed) return [unmetEntry(at, explanation)]
      const actual = await telling(way, app)
      return Object.entries(wanted).flatMap(([name, value]) => unmet([...at, name], value, actual))
    }),
  )
  return found.flat()
}

function unmet(at: Unmet['at'], expected: Value, told: ReadonlyMap<string, Value>): Unmet[] {
  const name = String(at.at(-1))
  const actual = told.get(nameIn([...told.keys()], name) ?? name) ?? null
  const [one, other] = [listOf(expected), listOf(actual)]
  const same = one && other ? isSame(one, other) : isSame(expected, actual)
  if (same) return []
  // as the expectation is written
  const shown = Array.isArray(actual) && actual.length === 1 && !Array.isArray(expected) ? actual[0] : actual
  return [
    {
      ...{ at, expected, actual },
      message:
        one && other && other.length > 1
          ? `${name} has other values: ${parted(one, other)}`
          : `${name} is ${spoken(shown)}`,
      label: `it is ${spoken(shown)}`,
      help: ifMeant(name, shown),
    },
  ]
}

/** A text is a list of one; null, and a header that is empty, are one of none. */
function listOf(value: Value): readonly string[] | undefined {
  if (value === null || value === '') return []
  if (typeof value === 'string') return [value]
  return typeof value === 'object' ? value : undefined
}
