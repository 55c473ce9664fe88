import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { Draft } from '../../draft.ts'
import type { RuleFinding } from '../../finding.ts'
import { list, quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { destructiveIn } from './destructive.ts'
import { isLimited, isPublic, type Registering, registeringAt } from './strangers.ts'

/** Worse where strangers choose who comes: whom `allow` lets in there, an organisation of somebody else's may decide. */
export const destructiveDefault: Rule = draft => {
  const { profile } = draft
  if (profile === undefined) return []
  const findings = placesOf(draft).map(({ at, registering }): RuleFinding[] => {
    const given = destructiveIn(registering[0]?.effective.permissions ?? 0, profile)
    return given.length === 0 ? [] : [finding(at, registering, given)]
  })
  return findings.flat()
}

interface Place {
  readonly at: Path
  /** Those whose new accounts get what is written there. */
  readonly registering: readonly Registering[]
}

/** Wherever the file says what new accounts get; several sources may have the default of the top level. */
function placesOf(draft: Draft): Place[] {
  // passwords are for accounts that an administrator made; a public source without a limit has an error of its own
  const judged = registeringAt(draft).filter(
    ({ source }) => source.type !== 'local' && (isLimited(source) || !isPublic(source)),
  )
  const above = judged.filter(({ own }) => !own('permissions'))
  return [
    ...(above.length > 0 ? [{ at: ['autoRegister', 'permissions'], registering: above }] : []),
    ...judged
      .filter(({ own }) => own('permissions'))
      .map(each => ({ at: [...each.source.path, 'autoRegister', 'permissions'], registering: [each] })),
  ]
}

function finding(at: Path, registering: readonly Registering[], given: readonly string[]): RuleFinding {
  const open = registering.find(({ source }) => isPublic(source))
  const { path, host, type } = (open ?? registering[0])?.source ?? {}
  const who =
    open || registering.length === 1
      ? `whoever comes from ${quote(host?.name ?? type ?? '')} for the first time`
      : 'whoever comes for the first time'
  return {
    at,
    ...(open && { severity: 'error' }),
    message: `${who} may ${list(given)}`,
    help: 'begin with reading, and give more to groups by a grant or to a person by sso-kit accounts set',
    ...(open && { related: [{ at: [...(path ?? []), 'type'], message: 'public identity source' }] }),
  }
}
