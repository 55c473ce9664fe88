import type { JWTPayload } from 'jose'
import { groupPath } from './groups.ts'
import type { Settings } from './index.ts'
import type { Organisations } from './organisations.ts'
import { permissionsOf, rolesOf } from './roles.ts'
import type { Grant, Times } from './tokens.ts'
import { idOf, type User, userRecord } from './users.ts'

export interface Context {
  issuer: string
  organisations: Organisations
  settings: Settings
  clientId: string
}

/** §5: what an access token says, which is the ID token at the same time. */
export function claimsOf(context: Context, grant: Grant, times: Times, id: string): JWTPayload {
  const { issuer, organisations, settings, clientId } = context
  const { tokenFormat = 'JWT', tokenFields = [] } = settings
  const subject = grant.user ?? applicationUser(grant.application)
  const groups = organisations.groups(subject.owner)
  const user = {
    ...extended(subject, organisations.users(subject.owner)),
    groups: settings.groupPaths ? subject.groups.map(group => groupPath(groups, group)) : subject.groups,
  }
  return {
    ...formats[tokenFormat](user, grant, tokenFields),
    tokenType: 'access-token',
    azp: clientId,
    scope: grant.scope,
    ...(grant.nonce !== '' && { nonce: grant.nonce }),
    iss: issuer,
    sub: user.id,
    aud: [grant.resource || clientId],
    exp: times.expiresSeconds,
    nbf: times.issuedSeconds,
    iat: times.issuedSeconds,
    jti: id,
  }
}

/** The same key, the same audience; `JWT-Custom` marks it under another name (§5.1). */
export function refreshClaimsOf(context: Context, grant: Grant, times: Times, id: string): JWTPayload {
  const mark = context.settings.tokenFormat === 'JWT-Custom' ? 'TokenType' : 'tokenType'
  return { ...claimsOf(context, grant, times, id), [mark]: 'refresh-token' }
}

type Extended = ReturnType<typeof extended>

/** The user with what other tables say about them. */
export function extended(user: User, colleagues: readonly User[]) {
  const mine = ({ users }: { users: string[] }) => users.includes(idOf(user))
  return {
    ...user,
    roles: rolesOf(user.owner, colleagues).filter(mine),
    permissions: permissionsOf(user.owner, colleagues, user.signupApplication).filter(mine),
  }
}

const formats: Record<
  NonNullable<Settings['tokenFormat']>,
  (user: Extended, grant: Grant, fields: readonly string[]) => JWTPayload
> = {
  // everything, and only the password is blanked
  JWT: ({ emailVerified, ...user }) => ({
    ...user,
    password: '',
    email_verified: emailVerified,
    signinMethod: 'Password',
  }),

  'JWT-Empty': ({ owner, name, displayName, id, avatar, email, phone, emailVerified }) => ({
    ...{ owner, name, displayName, id, avatar, email, phone },
    ...(emailVerified && { email_verified: true }),
  }),

  // `name` is the display name in this format only
  'JWT-Standard': (user, { scope }) => ({
    owner: user.owner,
    preferred_username: user.name,
    id: user.id,
    name: user.displayName,
    picture: user.avatar,
    email: user.email,
    ...(user.emailVerified && { email_verified: true }),
    ...(scope.includes('phone') && { phone_number: user.phone && `+86${user.phone}` }),
    address: noAddress,
  }),

  'JWT-Custom': (user, _grant, fields) =>
    Object.fromEntries(
      Object.entries({ ...user, permissionNames: user.permissions.map(({ name }) => name) }).filter(
        ([name]) => fields.includes(name.charAt(0).toUpperCase() + name.slice(1)),
      ),
    ),
}

const noAddress = {
  formatted: '',
  street_address: '',
  locality: '',
  region: '',
  postal_code: '',
  country: '',
}

/** Whom a client-credentials token names is not in our documents: the application, like every other object. */
function applicationUser(application: string): User {
  const id = `admin/${application}`
  const user = { owner: 'admin', name: application, id, displayName: application }
  return { ...userRecord({ ...user, signupApplication: application }), type: 'application' }
}
