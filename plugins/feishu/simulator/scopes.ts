/** What an app may be granted, as far as signing in has a use for it; each guards calls or fields (server-docs). */
export const allScopes = [
  'contact:contact.base:readonly',
  'contact:user.base:readonly',
  'contact:user.department:readonly',
  'contact:user.email:readonly',
  'contact:user.employee:readonly',
  'contact:user.employee_id:readonly',
  'contact:user.phone:readonly',
  'contact:department.base:readonly',
  'contact:department.organize:readonly',
] as const

export type Scope = (typeof allScopes)[number]
export type Scopes = ReadonlySet<string>

type Guarded = Readonly<Record<string, [scope: Scope, value: unknown]>>

/** The fields whose permission the app has. Others are not sent at all, and neither are empty ones. */
export function permitted(scopes: Scopes, fields: Guarded): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, [scope, value]]) =>
      scopes.has(scope) && value !== '' ? [[name, value]] : [],
    ),
  )
}
