import type { Difference, Sides } from './difference.ts'
import { allow } from './judges/allow.ts'
import { apps } from './judges/apps.ts'
import { byImpact, type Described } from './judges/by-impact.ts'
import { conditions } from './judges/conditions.ts'
import { directories } from './judges/directories.ts'
import { entries } from './judges/entries.ts'
import { permissionSums } from './judges/permissions.ts'
import { registration } from './judges/registration.ts'
import { isSecret, ofSecret, secrets } from './judges/secrets.ts'
import { settings } from './judges/settings.ts'
import type { Judge, Judges, Verdict } from './verdict.ts'

/** By the kind of a part and the keys below it; `*` is any key. */
const judges: Judges = {
  ...allow,
  ...apps,
  ...conditions,
  ...directories,
  ...entries,
  ...permissionSums,
  ...registration,
  ...secrets,
  ...settings,
}

/** What a difference means for people: by its meaning where that is known, otherwise by what its schema says. */
export function judge(difference: Difference, sides: Sides): Verdict {
  const described = describedAt(difference, sides)
  const known = judgeOf(difference)?.(difference, sides)
  return known ?? (isSecret(described.schema) ? ofSecret(difference) : byImpact(difference, described))
}

function judgeOf({ identity: { kind }, keys }: Difference): Judge | undefined {
  const exact = `${kind} ${keys.join('.')}`
  if (Object.hasOwn(judges, exact)) return judges[exact]
  const found = Object.keys(judges).find(
    name => matches(name.slice(kind.length + 1).split('.'), keys) && name.startsWith(`${kind} `),
  )
  return found === undefined ? undefined : judges[found]
}

const matches = (pattern: readonly string[], keys: readonly string[]): boolean =>
  pattern.length === keys.length && pattern.every((step, index) => step === '*' || step === keys[index])

/** What the schemas say of the place; of what lies in a free map, the word for all of it. */
function describedAt({ at, identity }: Difference, { base, head }: Sides): Described {
  const [path, origin] = at.head ? [at.head, head.origin] : [at.base ?? [], base.origin]
  const schema = origin?.schemaOf(path)
  const part = identity.kind === 'settings' ? 0 : 2
  const above = path.slice(part).map((_, index) => origin?.schemaOf(path.slice(0, path.length - index)))
  return { schema, impact: above.find(one => one?.['x-impact'] !== undefined)?.['x-impact'] }
}
