import { suggestType } from '../../config/suggest.ts'
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
  /** Comments at the head of the file. */
  readonly remarks: readonly string[]
}

export interface FirstSource {
  readonly type: string
  readonly plugin: AnyPlugin
  readonly id: string
  readonly name: string
  /** Sign-in is refused for now. */
  readonly closed?: boolean
  readonly keys: Readonly<Record<string, unknown>>
  /** What has to be installed for it. */
  readonly packages: readonly string[]
  /** What stands beside each key. */
  readonly words: Readonly<Record<string, string | undefined>>
}

export const placeholderUrl = 'https://sso.your-company.example'

/** `dingtalk,github` → what a file says of each at first. Throws {@link Halt} for a type that is not there. */
export async function startersOf(types: string, language: Language): Promise<FirstSource[]> {
  const says = printed[language]
  const words = types.split(/[\s,，、;；]+/).filter(word => word !== '')
  if (words.length === 0) throw new Halt(says.noSources, says.someOf(pluginTypes.join(', ')))
  const wanted = await Promise.all(words.map(word => typeCalled(word, language)))
  return Promise.all([...new Set(wanted)].map(type => starterOf(type, language)))
}

/** By its own name, or by that of the vendor: `DingTalk`, `钉钉`. */
async function typeCalled(word: string, language: Language): Promise<string> {
  const lower = word.toLowerCase()
  if (pluginTypes.includes(lower)) return lower
  for (const type of pluginTypes) {
    const names = Object.values((await loadPlugin(type))?.starter?.name ?? {})
    if (names.some(name => name.toLowerCase() === lower)) return type
  }
  const says = printed[language]
  const meant = suggestType(word, pluginTypes)
  const help = meant === undefined ? says.thereAre(pluginTypes.join(', ')) : says.didYouMean(meant)
  throw new Halt(says.noType(word), help)
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
