import type { Access, Config, Grant, When } from '../config.ts'
import { isRecord } from '../types.ts'
import type { Moves, Side } from './difference.ts'

export const movesBetween = (base: Config, head: Config): Moves => ({
  sources: movesOf('sources', base, head),
  apps: movesOf('apps', base, head),
})

function movesOf(list: 'sources' | 'apps', base: Config, head: Config): Map<string, string> {
  const has = (config: Config, id: string) => config[list].some(entry => entry.id === id)
  return new Map(
    head.moved.flatMap(({ from, to }): [string, string][] => {
      const [old, id] = [from, to].map(place => place.slice(list.length + 1)) as [string, string]
      const isOfList = from.startsWith(`${list}.`) && to.startsWith(`${list}.`)
      return isOfList && has(base, old) && !has(head, old) && has(head, id) && !has(base, id)
        ? [[id, old]]
        : []
    }),
  )
}

/** A side with the new ids, wherever it names one: a rename that accounts follow is no other person and no other way in. */
export function following(side: Side, { sources, apps }: Moves): Side {
  if (sources.size === 0 && apps.size === 0) return side
  const named = (moves: ReadonlyMap<string, string>) => {
    const byOld = new Map([...moves].map(([now, old]) => [old, now]))
    return (id: string) => byOld.get(id) ?? id
  }
  const [source, app] = [named(sources), named(apps)]
  const when = (condition: When): When => {
    const { source: one, all, any: some, not, ...others } = condition
    return {
      ...others,
      ...(one !== undefined && { source: typeof one === 'string' ? source(one) : one.map(source) }),
      ...(all && { all: all.map(when) }),
      ...(some && { any: some.map(when) }),
      ...(not && { not: when(not) }),
    }
  }
  const access = (allow: Access): Access =>
    typeof allow === 'string' || allow.sources === undefined
      ? allow
      : { ...allow, sources: allow.sources.map(source) }
  const roles = (options: Readonly<Record<string, unknown>>) =>
    Array.isArray(options.roles)
      ? {
          ...options,
          roles: options.roles.map(role =>
            isRecord(role) && role.when ? { ...role, when: when(role.when as When) } : role,
          ),
        }
      : options
  const { config, suppressed } = side
  const { alist } = config.callbacks
  return {
    ...side,
    returning: new Set([...side.returning].map(source)),
    suppressed: suppressed.map(one => ({
      ...one,
      where: one.where.replace(
        /^(sources|apps)\[([^\]]*)\]/,
        (_, list, id) => `${list}[${list === 'sources' ? source(id) : app(id)}]`,
      ),
    })),
    config: {
      ...config,
      admins: config.admins.map(admin => ({ ...admin, source: source(admin.source) })),
      sources: config.sources.map(one => ({ ...one, id: source(one.id) })),
      organizations: config.organizations.map(one => ({ ...one, sources: one.sources.map(source) })),
      callbacks: { ...(alist && { alist: { ...alist, source: source(alist.source) } }) },
      grants: config.grants.map((grant): Grant => ({ ...grant, when: when(grant.when) })),
      apps: config.apps.map(one => ({
        ...one,
        id: app(one.id),
        allow: access(one.allow),
        options: roles(one.options),
      })),
    },
  }
}
