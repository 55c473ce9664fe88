import { attributeNames } from '../apps/alibaba-cloud/open.ts'
import { identityHeaders, identityOf } from '../apps/forward-auth/identity.ts'
import { claimsByScope, claimsOf } from '../apps/oidc/claims.ts'
import { isOidc, scopesOf } from '../apps/oidc/client.ts'
import type { Known, Who } from '../apps/saml/app.ts'
import { statementOf, takesStatement } from '../apps/statement.ts'
import type { AppConfig, Config } from '../config/config.ts'
import type { Value } from './file.ts'

/** The ways in which apps are told of people: keys of `expect`. */
export const ways = ['saml', 'oidc', 'headers'] as const
export type Way = (typeof ways)[number]

/** Whether apps of a type are told in a way. */
export const speaks: Readonly<Record<Way, (app: Pick<AppConfig, 'type'>) => boolean>> = {
  saml: takesStatement,
  oidc: isOidc,
  headers: ({ type }) => type === 'forward-auth',
}

/** All that an app is told of the person, by name. */
export type Telling = (way: Way, app: AppConfig) => Promise<ReadonlyMap<string, Value>>

export const tellingOf =
  (who: Who, known: (app: string) => Known, config: Config): Telling =>
  async (way, app) =>
    new Map(await tellers[way](app, who, known(app.id), config))

type Teller = (
  app: AppConfig,
  who: Who,
  known: Known,
  config: Config,
) => Promise<readonly (readonly [string, Value])[]>

const tellers: Readonly<Record<Way, Teller>> = {
  async saml(app, who, known, { permissions }) {
    const statement = await statementOf(app, who, known, permissions)
    if (!statement) return []
    return [[nameId, statement.nameId.value], ...Object.entries(statement.attributes)]
  },
  async oidc(app, { person, email }, _known, { permissions }) {
    const names = claimsIn(app)
    const claims = claimsOf(person, email, permissions) as Record<string, Value>
    return Object.entries(claims).filter(([name]) => names.includes(name))
  },
  async headers(_app, { person, email }) {
    const lines = identityOf(person, email)
    return lines.flatMap((name, index) =>
      index % 2 === 0 ? [[name, decoded(name, lines[index + 1] ?? '')] as const] : [],
    )
  },
}

/** The name that is meant: the whole, or the last part of a long one such as `https://…/Attributes/Role`. */
export function nameIn(names: readonly string[], wanted: string): string | undefined {
  if (names.includes(wanted)) return wanted
  const ending = names.filter(name => name.endsWith(`/${wanted}`))
  return ending.length === 1 ? ending[0] : undefined
}

/** What a statement calls the person, beside its attributes. */
export const nameId = 'NameID'

/** Claims that the scopes of an app let out, but for those that are another thing at every sign-in. */
export const claimsIn = (app: Pick<AppConfig, 'type' | 'options'>): string[] =>
  scopesOf(app)
    .flatMap(scope => claimsByScope[scope] ?? [])
    .filter(name => name !== 'sub' && name !== 'auth_time')

/** The names of all that an app may be told, whoever it is. */
export const namesTold: Readonly<Record<Way, (app: AppConfig) => readonly string[]>> = {
  saml: ({ type, options }) => [
    nameId,
    ...(type === 'saml'
      ? Object.keys(options.attributes ?? {})
      : options.sso === 'role'
        ? Object.values(attributeNames)
        : []),
  ],
  oidc: claimsIn,
  headers: () => identityHeaders,
}

/** As a site reads it: groups are parted by commas. */
function decoded(name: string, value: string): Value {
  if (name !== listed) return decodeURIComponent(value)
  return value === '' ? [] : value.split(',').map(decodeURIComponent)
}

const listed = 'Remote-Groups'
