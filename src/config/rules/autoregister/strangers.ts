import type { Draft, DraftSource, RawAutoRegister } from '../../draft.ts'
import { list } from '../../words.ts'
import { tellsGroups } from '../groups.ts'
import { guarded, ifSound } from '../guarded.ts'

/** What a new account gets at one source: its own keys over those of the top level. */
export interface Registering {
  readonly source: DraftSource
  readonly effective: RawAutoRegister
  /** True where the source says the key itself. */
  own(key: keyof RawAutoRegister): boolean
}

const judged = ['type', 'enabled', 'allow', 'autoRegister']

/** The open sources that make an account at the first sign-in. */
export function registeringAt(draft: Draft): Registering[] {
  // a wrong default or limit cannot be judged
  if (draft.failed.some(path => path[0] === 'autoRegister')) return []
  return draft.sources
    .filter(({ failed }) => !judged.some(key => failed.has(key)))
    .map(source => ({
      source,
      effective: { ...draft.root.autoRegister, ...source.host.autoRegister },
      own: (key: keyof RawAutoRegister) => source.host.autoRegister?.[key] !== undefined,
    }))
    .filter(({ source, effective }) => source.host.enabled && effective.enabled === true)
}

/** Those of them at which anyone can get an account. */
export const strangersAt = (draft: Draft): Registering[] =>
  registeringAt(draft).filter(({ source }) => isPublic(source))

/** True where a stranger can get an account; false where a mistake leaves that open. */
export const isPublic = ({ plugin, options, failed }: DraftSource): boolean =>
  ifSound(() => plugin.public?.(guarded(options, failed))) ?? false

/** An empty list lets nobody in. */
export const isLimited = ({ host: { allow } }: DraftSource): boolean => allow !== undefined

/** The sources at which somebody has to say who may come in: what follows from that is no mistake of its own. */
export const unlimitedAt = (draft: Draft): Registering[] =>
  strangersAt(draft).filter(({ source }) => !isLimited(source))

/** What an `allow` that limits this source looks like, as an instruction. */
export function limitsOf(source: DraftSource, isOpened = false): string[] {
  const keys = Object.keys(source.plugin.allow ?? {})
  // where nobody comes with groups, a list of them would keep everybody out
  const [first, ...others] = tellsGroups(source) ? keys : keys.filter(key => key !== 'groups')
  if (first === undefined) return []
  // where an option has opened the source, its first key is what that option left open; the others name people within
  const instead = isOpened || others.length === 0 ? '' : ` (or ${list(others, 'or')})`
  return [`add allow: { ${first}: […] }${instead}`]
}

/** A word of the file that makes a source public. */
interface Opener {
  readonly key: string
  readonly value: string
  /** True where the source would not be public without it. */
  readonly isNeedless: boolean
}

/** The choice of the file that makes this source public; a flag says what is so, and is no choice. */
export function openedBy({ plugin, options, schema }: DraftSource): Opener | undefined {
  const asked = new Set<string>()
  const watched = new Proxy(options, {
    get(target, key) {
      if (typeof key === 'string') asked.add(key)
      return Reflect.get(target, key)
    },
  })
  plugin.public?.(watched)
  const key = [...asked].find(one => typeof options[one] === 'string')
  if (key === undefined) return undefined
  const usual = schema.properties?.[key]?.default
  return {
    key,
    value: String(options[key]),
    isNeedless: usual !== undefined && plugin.public?.({ ...options, [key]: usual }) === false,
  }
}
