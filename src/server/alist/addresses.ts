/** What a sign-in at AList's addresses is for: `sso_get_token` to sign in, `get_sso_id` to bind. */
export const methods = ['sso_get_token', 'get_sso_id'] as const
export type Method = (typeof methods)[number]

export const isMethod = (value: unknown): value is Method => methods.some(method => method === value)

/** Where the vendor sends people back to, in the two shapes that AList had registered there. */
export const redirectUri = (publicUrl: string, compatibilityMode: boolean, method: Method): string =>
  compatibilityMode
    ? `${publicUrl}/api/auth/${method}`
    : `${publicUrl}/api/auth/sso_callback?method=${method}`

/** How AList's pages name what they are handed, and in compatibility mode the page that takes it from its own address. */
const handed = {
  sso_get_token: { key: 'token', page: '/@login' },
  get_sso_id: { key: 'sso_id', page: '/@manage' },
} as const

export const messageOf = (method: Method, value: string): Record<string, string> => ({
  [handed[method].key]: value,
})

export const pageAddress = (frontend: string, method: Method, value: string): string =>
  `${frontend}${handed[method].page}?${new URLSearchParams(messageOf(method, value))}`

/** The listed origins as browsers write them: lower case, without the usual port. */
export const originsOf = (frontends: readonly string[]): readonly string[] =>
  frontends.map(one => new URL(one).origin)
