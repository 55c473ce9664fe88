import { isDeepStrictEqual } from 'node:util'
import type { Path } from '../../diagnostics/diagnostic.ts'
import { effective } from '../effective.ts'
import { asReference } from '../secrets.ts'
import { isRecord } from '../types.ts'
import type { Difference, Identity, Moves, Side, Sides } from './difference.ts'
import { type Named, namedIn, parts, roleName } from './entries.ts'

type Tree = Readonly<Record<string, unknown>>

/** Where two values stand that are held against each other. */
interface Where {
  readonly identity: Identity
  readonly keys: readonly string[]
  readonly at: { readonly base: Path; readonly head: Path }
}

/** Everything in which two configurations differ, with their defaults filled: what is written out or not is the same. */
export function compare({ base, head, moves }: Sides): Difference[] {
  const [before, after] = [treeOf(base), treeOf(head)]
  const settings: Where = {
    identity: { kind: 'settings', id: '' },
    keys: [],
    at: { base: [], head: [] },
  }
  return [
    ...below(ofWhole(before, base), ofWhole(after, head), settings),
    ...Object.keys(parts).flatMap(list =>
      ofList(list, before[list], after[list], moves[list as keyof Moves]),
    ),
  ]
}

/** What belongs to no part. Sections that a file need not have are empty ones, so that each of their keys is told. */
const ofWhole = (tree: Tree, { config }: Side): Tree => ({
  ...Object.fromEntries(Object.entries(tree).filter(([key]) => !Object.hasOwn(parts, key))),
  keys: config.keys ?? {},
  callbacks: config.callbacks,
  plugins: config.plugins,
  moved: config.moved,
})

/** What a side says. A callback below the public address is compared as the path that it is: that the address is another one is told once. */
function treeOf({ config, returning }: Side): Tree {
  const tree = effective(config, returning)
  const sources = (tree.sources as readonly Tree[])
    .map(withoutIdle)
    .map(source =>
      typeof source.callbackUrl === 'string' && source.callbackUrl.startsWith(`${config.publicUrl}/`)
        ? { ...source, callbackUrl: source.callbackUrl.slice(config.publicUrl.length) }
        : source,
    )
  return { ...tree, sources }
}

/** Nobody registers by a password that this server keeps: what the file says of new accounts says nothing there. */
function withoutIdle({ autoRegister, ...source }: Tree): Tree {
  return source.type === 'local' ? source : { ...source, autoRegister }
}

function ofList(
  list: string,
  before: unknown,
  after: unknown,
  moved: ReadonlyMap<string, string> = new Map(),
): Difference[] {
  const { kind, idOf } = parts[list] as (typeof parts)[string]
  const [old, now] = [namedIn(before, idOf), namedIn(after, idOf)]
  const [ids, isNow] = [new Map(old.map(entry => [entry.id, entry])), new Set(now.map(({ id }) => id))]
  const differences = now.flatMap(({ id, index, entry }): Difference[] => {
    const identity = { kind, id }
    const former = ids.get(id)
    const here = [list, index]
    if (former === undefined)
      return [{ ...whole(identity, 'add', undefined, entry), at: { base: undefined, head: here } }]
    const at = { base: [list, former.index], head: here }
    const move = moved.has(id) ? [{ ...whole(identity, 'move', moved.get(id), id), at }] : []
    return [...move, ...below(former.entry, entry, { identity, keys: [], at })]
  })
  const removed = old
    .filter(({ id }) => !isNow.has(id))
    .map(({ id, index, entry }) => ({
      ...whole({ kind, id }, 'remove', entry, undefined),
      at: { base: [list, index], head: undefined },
    }))
  const order = reordered(
    old.map(({ id }) => id),
    now.map(({ id }) => id),
  )
  const settings: Identity = { kind: 'settings', id: '' }
  const places = { base: [list], head: [list] }
  return [
    ...differences,
    ...removed,
    ...(order ? [{ op: 'change' as const, identity: settings, keys: [list], ...order, at: places }] : []),
  ]
}

const whole = (identity: Identity, op: Difference['op'], before: unknown, after: unknown) => ({
  op,
  identity,
  keys: [],
  before,
  after,
})

/** What two lists have in common, where that is in another order. */
function reordered(old: readonly string[], now: readonly string[]) {
  const before = old.filter(id => now.includes(id))
  const after = now.filter(id => old.includes(id))
  return isDeepStrictEqual(before, after) ? undefined : { before, after }
}

function between(before: unknown, after: unknown, where: Where): Difference[] {
  if (isDeepStrictEqual(before, after)) return []
  const { identity, keys, at } = where
  const one = (op: Difference['op'], entries?: readonly unknown[]): Difference => ({
    op,
    identity,
    keys,
    before,
    after,
    ...(entries && { entries }),
    at,
  })
  if (before === undefined) return [one('add')]
  if (after === undefined) return [one('remove')]
  if (isWhole(where, before, after)) return [one('change')]
  if (isRecord(before) && isRecord(after)) return below(before, after, where)
  if (!Array.isArray(before) || !Array.isArray(after)) return [one('change')]
  if (keys.at(-1) === 'roles' && identity.kind === 'app') return ofRoles(before, after, where)
  if (![...before, ...after].every(isWord)) return [one('change')]
  const added = after.filter(entry => !before.includes(entry))
  const removed = before.filter(entry => !after.includes(entry))
  // no entry is another one: the order, which says nothing in such lists
  return [
    ...(added.length > 0 ? [one('add', added)] : []),
    ...(removed.length > 0 ? [one('remove', removed)] : []),
  ]
}

function below(before: Tree, after: Tree, { identity, keys, at }: Where): Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(key =>
    between(own(before, key), own(after, key), {
      identity,
      keys: [...keys, key],
      at: { base: [...at.base, key], head: [...at.head, key] },
    }),
  )
}

/** A key of a file may have the name of what every object has. */
const own = (map: Tree, key: string): unknown => (Object.hasOwn(map, key) ? map[key] : undefined)

function ofRoles(before: readonly unknown[], after: readonly unknown[], where: Where): Difference[] {
  const [old, now] = [apart(namedIn(before, roleName)), apart(namedIn(after, roleName))]
  return [...new Set([...now, ...old].map(({ id }) => id))].flatMap(id => {
    const [former, current] = [old.find(entry => entry.id === id), now.find(entry => entry.id === id)]
    const place = (path: Path, entry: typeof former) => (entry ? [...path, entry.index] : path)
    const name = String((current ?? former)?.entry.role)
    const at = { base: place(where.at.base, former), head: place(where.at.head, current) }
    return between(former?.entry, current?.entry, { ...where, keys: [...where.keys, `[${name}]`], at })
  })
}

/** A role that is there twice, which a comment may excuse, is two entries. */
const apart = (entries: readonly Named[]): Named[] =>
  entries.map((entry, index) => {
    const earlier = entries.slice(0, index).filter(({ id }) => id === entry.id).length
    return earlier === 0 ? entry : { ...entry, id: `${entry.id} ${earlier + 1}` }
  })

const isWord = (value: unknown): boolean => typeof value !== 'object' || value === null

/** Values that mean something only as they are: what is in them is no change by itself. */
const standing = /^(?:when|scope|permissions|permissionProfile|cookie|saml|moved)$/

function isWhole({ keys, identity }: Where, before: unknown, after: unknown): boolean {
  const key = keys.at(-1) ?? ''
  // a mapping of the file may have any of these names as a key
  const isOurs = identity.kind !== 'source' || keys.length <= 2
  return (
    asReference(before) !== undefined || asReference(after) !== undefined || (isOurs && standing.test(key))
  )
}
