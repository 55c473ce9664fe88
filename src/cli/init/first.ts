import { appStarters } from '../../apps/starters.ts'
import { otherName, suggestType } from '../../config/suggest.ts'
import { Halt } from '../../errors.ts'
import { type AnyPlugin, loadPlugin, pluginTypes } from '../../plugins.ts'
import type { Language } from '../language.ts'
import { printed } from './words.ts'

/** What a first file says, before it is text. */
export interface First {
  readonly publicUrl: string
  readonly language: Language
  readonly autoRegister: {
    readonly enabled: boolean
    readonly baseDir: string
    readonly permissions: readonly string[]
  }
  /** Where the names above are of another profile than the default one. */
  readonly permissionProfile?: string
  readonly sources: readonly FirstSource[]
  readonly apps: readonly FirstEntry[]
  /** Comments at the head of the file. */
  readonly remarks: readonly string[]
  /** A file with secrets that it was made from, as an absolute path. */
  readonly secretFile?: string
}

/** A source or an app. */
export interface FirstEntry {
  readonly type: string
  readonly id: string
  readonly name: string
  readonly keys: Readonly<Record<string, unknown>>
  /** What stands beside each key. */
  readonly words: Readonly<Record<string, string | undefined>>
}

export interface FirstSource extends FirstEntry {
  readonly plugin: AnyPlugin
  /** Sign-in is refused for now. */
  readonly closed?: boolean
  /** What has to be installed for it. */
  readonly packages: readonly string[]
}

export const placeholderUrl = 'https://sso.your-company.example'

export const appTypes: readonly string[] = Object.keys(appStarters)

/** `dingtalk,github` → what a file says of each at first. Throws {@link Halt} for a type that is not there. */
export async function startersOf(types: string, language: Language): Promise<FirstSource[]> {
  const says = printed[language]
  const words = wordsIn(types)
  if (words.length === 0) throw new Halt(says.noSources, says.someOf(pluginTypes.join(', ')))
  const names = async (type: string) => Object.values((await loadPlugin(type))?.starter?.name ?? {})
  const wanted = await Promise.all(
    words.map(word =>
      typeCalled(
        word,
        { types: pluginTypes, names, none: says.noType, others: ['--app', appTypes] },
        language,
      ),
    ),
  )
  return Promise.all([...new Set(wanted)].map(type => starterOf(type, language)))
}

/** The same of apps, which a file may do without. */
export async function appsOf(types: string, language: Language): Promise<FirstEntry[]> {
  const names = async (type: string) => Object.values(appStarters[type]?.name ?? {})
  const wanted = await Promise.all(
    wordsIn(types).map(word =>
      typeCalled(
        word,
        { types: appTypes, names, none: printed[language].noAppType, others: ['--source', pluginTypes] },
        language,
      ),
    ),
  )
  return [...new Set(wanted)].flatMap(type => {
    const starter = appStarters[type]
    if (starter === undefined) return []
    const words = Object.entries(starter.words).map(([key, said]) => [key, said[language]])
    return { ...starter, type, name: starter.name[language], words: Object.fromEntries(words) }
  })
}

const wordsIn = (text: string): string[] => text.split(/[\s,，、;；]+/).filter(word => word !== '')

interface Known {
  readonly types: readonly string[]
  /** What vendors and products of the type are called. */
  readonly names: (type: string) => Promise<readonly string[]>
  readonly none: (word: string) => string
  /** The flag of the other kind, and its types. */
  readonly others: readonly [flag: string, types: readonly string[]]
}

/** By its own name, by that of the vendor: `DingTalk`, `钉钉`, or as others call it: `aliyun`. */
async function typeCalled(
  word: string,
  { types, names, none, others: [flag, others] }: Known,
  language: Language,
): Promise<string> {
  const lower = word.toLowerCase()
  if (types.includes(lower)) return lower
  for (const type of types) if ((await names(type)).some(name => name.toLowerCase() === lower)) return type
  const other = otherName(word, types)
  if (other !== undefined) return other
  const says = printed[language]
  const there = others.find(type => type === lower) ?? otherName(word, others)
  const meant = there === undefined ? suggestType(word, types) : `${flag} ${there}`
  throw new Halt(none(word), meant === undefined ? says.thereAre(types.join(', ')) : says.didYouMean(meant))
}

async function starterOf(type: string, language: Language): Promise<FirstSource> {
  const plugin = await loadPlugin(type)
  if (!plugin) throw new Error(`the source type ${type} cannot be loaded`)
  const { id = type, name, keys = {}, packages = [], zh = {} } = plugin.starter ?? {}
  const titles = Object.keys(keys).map(key => [
    key,
    key === 'allow' ? limitsOf(keys.allow, plugin) : plugin.options.properties[key]?.title,
  ])
  const words = { ...Object.fromEntries(titles), ...(language === 'zh' && zh) }
  return { type, plugin, id, name: name?.[language] ?? type, keys, packages, words }
}

/** What those lists of `allow` that are there are of. */
const limitsOf = (allow: unknown, plugin: AnyPlugin): string =>
  Object.keys(allow ?? {})
    .map(key => plugin.allow?.[key])
    .join(' ')
