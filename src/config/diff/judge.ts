import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Origin } from '../compile.ts'
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

/** What the schemas say of the place, on the side where it is. */
function describedAt({ at, identity }: Difference, { base, head }: Sides): Described {
  const depth = identity.kind === 'settings' ? 0 : 2
  const [before, after] = [described(base.origin, at.base, depth), described(head.origin, at.head, depth)]
  if (before === undefined || after === undefined) return after ?? before ?? nothing
  // a change that has another word for what it changes is not the one to say what that means
  const impact = after.impact === before.impact ? after.impact : heavier(after.impact, before.impact)
  return { schema: after.schema ?? before.schema, impact }
}

/** Of what lies in a free map, the word for all of it. */
function described(origin: Origin | undefined, path: Path | undefined, depth: number): Described | undefined {
  if (origin === undefined || path === undefined) return undefined
  const around = path.slice(depth).map((_, index) => origin.schemaOf(path.slice(0, path.length - index)))
  const impact = around.find(one => one?.['x-impact'] !== undefined)?.['x-impact']
  return { schema: origin.schemaOf(path), impact }
}

const nothing: Described = { schema: undefined, impact: undefined }

const heavier = (...words: readonly (string | undefined)[]): string | undefined =>
  ['grant', 'trust', 'protection'].find(word => words.includes(word))
