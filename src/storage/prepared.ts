import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely'
import type { Tables } from './tables.ts'

/** Stands for a value while the statement is written. */
class Slot {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/**
 * A statement whose text is made once for each engine, for what every request asks: to make it takes longer than to run
 * it. `write` sees no values but their places, so it may only hand them on.
 */
export function prepared<V extends object, O>(
  write: (db: Kysely<Tables>, values: V) => Compilable<O>,
): (db: Kysely<Tables>, values: V) => Promise<QueryResult<O>> {
  const texts = new WeakMap<object, CompiledQuery<O>>()
  return (db, values) => {
    const { adapter } = db.getExecutor()
    const text = texts.get(adapter) ?? write(db, places(values)).compile()
    texts.set(adapter, text)
    const parameters = text.parameters.map(each =>
      each instanceof Slot ? values[each.name as keyof V] : each,
    )
    return db.executeQuery({ ...text, parameters })
  }
}

const places = <V extends object>(values: V): V =>
  Object.fromEntries(Object.keys(values).map(name => [name, new Slot(name)])) as V
