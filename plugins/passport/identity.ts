import { type Identity, type OptionsOf, SsoError } from 'sso-kit/plugin'
import type { options } from './options.ts'

export type Paths = OptionsOf<typeof options>['identity']

/** The fields of an identity, from the places of the strategy's profile that the file names. */
export function identityOf(profile: unknown, { issuer, ...paths }: Paths): Identity {
  const at = (path: string | undefined) => (path === undefined ? undefined : valueAt(profile, path))
  const subject = text(at(paths.subject))
  if (subject === undefined || nothings.has(subject)) throw wrong('subject', paths.subject, 'an id')
  return {
    issuer,
    subject,
    username: text(at(paths.username)),
    displayName: text(at(paths.displayName)),
    email: text(at(paths.email)),
    emailVerified: at(paths.emailVerified) === true,
    phone: text(at(paths.phone)),
    groups: texts(at(paths.groups), paths.groups),
    claims: {},
  }
}

/** `emails.0.value`; own keys only, so that no path leads into JavaScript itself. */
function valueAt(profile: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      profile,
    )
}

/** What `String(reply.id)` makes of an id that is not there: many strategies write just that. */
const nothings = new Set(['undefined', 'null', 'NaN', 'true', 'false', '0', '[object Object]'])

function text(value: unknown): string | undefined {
  // a number above 2^53 has already lost digits: it could be somebody else's
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

function texts(value: unknown, path: string | undefined): string[] {
  if (value === undefined || value === null || value === '') return []
  if (typeof value === 'string') return [value]
  if (!Array.isArray(value) || !value.every(entry => typeof entry === 'string'))
    throw wrong('groups', path, 'a list of texts')
  return value
}

const wrong = (field: string, path: string | undefined, expected: string) =>
  new SsoError('source_reply_invalid', {
    step: 'profile',
    cause: `identity.${field}: "${path}" of the profile is not ${expected}`,
  })
