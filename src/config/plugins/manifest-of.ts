import type { AnyPlugin } from '../../plugins.ts'
import { apiVersion, type Manifest } from './manifest.ts'

/**
 * The manifest of a plugin, out of its code, so that nothing is written twice. Throws where the code does not say what a
 * manifest has to; what it says may still be wrong.
 */
export function manifestOf(plugin: AnyPlugin, module: string): Manifest {
  const {
    type,
    summary,
    options,
    allow,
    directory,
    events,
    inApp,
    ruleDocs,
    redirectMatch,
    console: steps,
  } = plugin
  if (plugin.apiVersion !== apiVersion)
    throw new Error(`definePlugin({ … }) has to say apiVersion: ${apiVersion}`)
  if (type === undefined) throw new Error('definePlugin({ … }) has to say what a source writes in type')
  if (steps && !('steps' in steps)) throw new Error('console has to be data: console: consoleSteps([ … ])')
  if (typeof redirectMatch === 'function') throw new Error('redirectMatch has to be data: a word')
  const manifest = {
    apiVersion,
    type,
    module,
    summary,
    options,
    allow,
    groups: plugin.groups && true,
    public: plugin.public && true,
    manyIssuers: plugin.manyIssuers && true,
    directory,
    events,
    inApp,
    redirectMatch,
    console: steps?.steps,
    ruleDocs,
  }
  // as it is read again: without what is undefined
  return JSON.parse(JSON.stringify(manifest))
}

/** The parts in which code and manifest may not differ: what was checked would not be what is run. */
export function differences(one: Manifest, other: Manifest): string[] {
  return deciding.filter(key => JSON.stringify(sorted(one[key])) !== JSON.stringify(sorted(other[key])))
}

const deciding = [
  'apiVersion',
  'type',
  'options',
  'allow',
  'groups',
  'public',
  'manyIssuers',
  'directory',
  'events',
  'inApp',
  'redirectMatch',
] as const

/** In JSON the order of keys means nothing. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const entries = Object.entries(value).map(([key, below]) => [key, sorted(below)] as const)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
