import type { Explanation } from '../../apps/explain.ts'
import { ruling } from '../../apps/ruling.ts'
import { listed } from '../../config/words.ts'
import type { Expected } from '../file.ts'
import type { Entered } from '../play.ts'
import type { Unmet } from './unmet.ts'

/** One for each app that is in the wrong list, and one for all that a list lacks. */
export function unmetApps(expected: NonNullable<Expected['apps']>, { apps }: Entered): Unmet[] {
  return (['allowed', 'denied'] as const).flatMap(list => {
    const wanted = expected[list]
    if (wanted === undefined) return []
    const belongs = ({ allowed }: Explanation) => allowed === (list === 'allowed')
    const there = [...apps.values()].filter(belongs)
    const found = { expected: wanted, actual: there.map(({ app }) => app) }
    const wrong = wanted.flatMap((id, index): Unmet[] => {
      const app = apps.get(id)
      if (app === undefined || belongs(app)) return []
      const at = ['expect', 'apps', list, index]
      return [{ at, ...found, ...told(app, 'take it out of the list') }]
    })
    const lacking = there.filter(({ app }) => !wanted.includes(app))
    if (lacking.length === 0) return wrong
    return [...wrong, { at: ['expect', 'apps', list], ...found, ...lacks(lacking, list) }]
  })
}

const lacks = (
  apps: readonly Explanation[],
  list: 'allowed' | 'denied',
): Pick<Unmet, 'message' | 'label' | 'help'> => {
  const ids = listed(apps.map(({ app }) => app))
  return {
    message: `they ${list === 'allowed' ? 'may also enter' : 'may not enter either'}: ${ids}`,
    label: `without ${ids}`,
    help: [
      `add ${ids} if that is meant, or correct the configuration`,
      ...apps.map(each => `${each.app}: ${ruling(each).join('; ')}`),
    ].join('\n'),
  }
}

/** Something is expected of an app that they may not even enter. */
export const unmetEntry = (at: Unmet['at'], app: Explanation): Unmet => ({
  ...{ at, on: 'key' as const, actual: null },
  ...told(app, `write nothing of ${app.app}`),
})

const told = (app: Explanation, instead: string): Pick<Unmet, 'message' | 'label' | 'help'> => ({
  message: `they ${app.allowed ? 'may' : 'may not'} enter ${app.app}`,
  label: ruling(app).join('; '),
  help: `${instead} if that is meant, or correct the configuration`,
})
