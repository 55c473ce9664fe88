import type { Reason } from '../accounts/grants.ts'
import type { Person } from '../accounts/person.ts'
import { vouchedBy } from '../accounts/rights.ts'
import type { AppConfig, Config } from '../config/config.ts'
import type { Binding, Claimed } from '../model.ts'
import { type AccessKey, accessTo, belongings, type Decision } from './access.ts'
import { type RoleOption, rolesOf } from './alibaba-cloud/roles.ts'

/** A decision with everything that it was made from: `explain access --format json`. Keys are only ever added. */
export interface Explanation {
  readonly app: string
  readonly account: { readonly id: string; readonly username: string; readonly disabled: boolean }
  readonly allowed: boolean
  /**
   * Two more where `allow` lets them in. `roles`: none of the app's roles is for them; `statement`: the app could be told
   * nothing of them, and {@link unsayable} says why.
   */
  readonly by: Decision['by'] | 'roles' | 'statement'
  readonly unsayable: string | null
  /** All there are; `ignored` says why one does not count. */
  readonly identities: readonly ExplainedIdentity[]
  /** The grants that apply, in the file's order. */
  readonly grants: readonly {
    readonly id: string
    readonly source: string
    readonly because: readonly Reason[]
    readonly groups: readonly string[]
  }[]
  /** What follows, and `allow` can ask for. */
  readonly has: Readonly<Record<AccessKey, readonly string[]>>
  readonly allow: AppConfig['allow']
  readonly steps: Decision['steps']
}

interface ExplainedIdentity {
  readonly source: string
  readonly issuer: string
  readonly subject: string
  readonly ignored: Ignored | null
  /** What a public source says of them, and so only for conditions that name it; it is not in `has`. Null elsewhere. */
  readonly ifNamed: Claimed | null
  /** The groups among it. */
  readonly groupsIfNamed: readonly string[]
}

/**
 * `left`: its directory no longer has the person. `unvouched`: bound, and the source has not spoken of them since.
 * `public-changed`: nor since the file opened it to anybody, or closed it to strangers.
 */
type Ignored = 'source-unknown' | 'source-closed' | 'left' | 'unvouched' | 'public-changed'

/** `unsayable`: why the app could be told nothing of them, as `apps/unsayable` has it. */
export function explain(
  person: Person,
  app: AppConfig,
  sources: Config['sources'],
  unsayable?: string,
): Explanation {
  const { account, bindings, rights } = person
  const { allowed, by, steps } = accessTo(app, person)
  const lacksRole = allowed && isByRole(app) && rolesOf(rolesIn(app), person).length === 0
  return {
    app: app.id,
    account: { id: account.id, username: account.username, disabled: account.disabled },
    allowed: allowed && unsayable === undefined,
    by: lacksRole ? 'roles' : allowed && unsayable !== undefined ? 'statement' : by,
    unsayable: allowed && !lacksRole ? (unsayable ?? null) : null,
    identities: bindings.map(binding => identityOf(binding, sources)),
    grants: rights.matches.map(({ grant, source, because }) => ({
      id: grant.id,
      source,
      because,
      groups: grant.groups,
    })),
    has: {
      groups: belongings.groups(person),
      departments: belongings.departments(person),
      sources: belongings.sources(person),
    },
    allow: app.allow,
    steps,
  }
}

const isByRole = ({ type, options }: AppConfig): boolean => type === 'alibaba-cloud' && options.sso === 'role'

const rolesIn = ({ options }: AppConfig): readonly RoleOption[] =>
  (options.roles ?? []) as readonly RoleOption[]

function identityOf(binding: Binding, sources: Config['sources']): ExplainedIdentity {
  const { source, issuer, subject } = binding
  const [counted] = vouchedBy(sources, [binding])
  const ignored = counted ? null : ignoredFor(binding, sources)
  const ifNamed = counted?.ifNamed ?? null
  return { source, issuer, subject, ignored, ifNamed, groupsIfNamed: ifNamed?.groups ?? [] }
}

/** Why `accounts/rights` leaves it out. */
function ignoredFor({ source, goneAt, facts }: Binding, sources: Config['sources']): Ignored {
  const known = sources.find(({ id }) => id === source)
  if (!known) return 'source-unknown'
  if (!known.enabled) return 'source-closed'
  if (goneAt !== null) return 'left'
  return facts === null ? 'unvouched' : 'public-changed'
}
