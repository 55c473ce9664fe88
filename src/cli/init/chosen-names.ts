import { appStarters } from '../../apps/starters.ts'
import { compile } from '../../config/compile.ts'
import type { First } from './first.ts'
import { textOf } from './text.ts'

/** Where people choose what they are called, an app knows them by something else: `validate` would warn of it. */
export async function withoutChosenNames(first: First): Promise<First> {
  if (first.apps.length === 0) return first
  const { diagnostics } = await compile(textOf(first, ''), { file: 'sso.config.yaml' })
  const told = diagnostics.filter(({ rule }) => rule.endsWith('/chosen-username'))
  const indices = new Set(told.map(({ path }) => path[1]))
  const apps = first.apps.map((app, index) =>
    indices.has(index) ? { ...app, keys: { ...app.keys, ...appStarters[app.type]?.notChosen } } : app,
  )
  return { ...first, apps }
}
