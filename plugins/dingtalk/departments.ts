import { type Department, type Host, keptAnswers, namesOf, pathsOf } from 'sso-kit/plugin'
import { type DingTalk, NotPermitted } from './api.ts'

/** How long what was read of a department is believed. */
const lifeMs = 300_000
/** Between two tries of a call that the app has no permission for. */
const pauseMs = 3_600_000
const root = '1'
/** More departments than anybody is in or below: a bound for the calls of one sign-in. */
const most = 50

/**
 * Ids, names and paths of the departments that a person is in, and of all above them, for every sign-in: what is above a
 * department and what it is called is read once in five minutes, so that a morning's sign-ins cost a handful of calls.
 * They take a permission of their own; without it an app that needs departments (`allow.departments`) lets nobody in,
 * and any other does with the ids in the person's record.
 */
export function departmentsOf(
  host: Host,
  api: DingTalk,
  areNeeded: boolean,
): (own: readonly string[]) => Promise<string[]> {
  const above = keptAnswers(host, lifeMs, api.departmentsAbove, isPermitted)
  const nameOf = keptAnswers(host, lifeMs, api.departmentName, isPermitted)
  let silentUntil = 0

  /** `above` of all, or the names of all; undefined without the permission. */
  async function each<T>(
    ids: readonly string[],
    ask: (id: string) => Promise<T | null | NotPermitted>,
  ): Promise<Map<string, T> | undefined> {
    const found = new Map<string, T>()
    for (const id of ids.slice(0, most)) {
      const answer = await ask(id)
      if (answer instanceof NotPermitted) return doWithout(answer)
      if (answer !== null) found.set(id, answer)
    }
    return found
  }

  /** What was not permitted is an error, or a warning and an hour's peace. */
  function doWithout({ error }: NotPermitted): undefined {
    if (areNeeded) throw error
    silentUntil = host.now() + pauseMs
    const { vendorCode, cause } = error
    host.log.warn({ source: host.source, vendorCode, cause }, 'DingTalk gives this app no departments')
  }

  return async own => {
    if (silentUntil > host.now()) return [...own]
    const chains = [...((await each(own, above)) ?? new Map<string, string[]>()).values()]
    const ids = [...new Set([...own, ...chains.flat()])]
    const names = silentUntil > host.now() ? undefined : await each(ids, nameOf)
    if (!names) return ids
    return [...ids, ...namesOf(names.values()), ...pathsOf(treeOf(chains, names), own)]
  }
}

/** Every chain leads up to the organisation itself, which is in nothing. */
function treeOf(
  chains: readonly (readonly string[])[],
  names: ReadonlyMap<string, string>,
): Map<string, Department> {
  const tree = new Map<string, Department>()
  for (const chain of chains)
    for (const [place, id] of chain.entries()) {
      const name = names.get(id)
      if (name !== undefined)
        tree.set(id, { id, name, parent: id === root ? null : (chain[place + 1] ?? id) })
    }
  return tree
}

/** What is not permitted now may be soon. */
const isPermitted = (answer: unknown) => !(answer instanceof NotPermitted)
