import type { Storage } from '../storage/storage.ts'

/**
 * Does some work and takes back all of it: to make the tables anew for each scenario would take longer than all the rest. What the
 * work does `atomically` is part of the same whole.
 */
export async function undone<T>(storage: Storage, work: (store: Storage) => Promise<T>): Promise<T> {
  const back = new Error('taken back')
  let result: { readonly value: T } | undefined
  await storage
    .atomically(async store => {
      const within: Storage = { ...store, atomically: inner => inner(within) }
      result = { value: await work(within) }
      throw back
    })
    .catch(thrown => {
      if (thrown !== back) throw thrown
    })
  if (result === undefined) throw new Error('the work has not been done')
  return result.value
}
