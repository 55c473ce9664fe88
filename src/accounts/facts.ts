import type { Facts, Identity } from '../model.ts'

/** Of somebody of whom a source says nothing but who they are. */
export const noFacts: Facts = { departments: [], groups: [], domain: null, title: null, attributes: {} }

/**
 * What grants can ask of an identity. All of it replaces what was vouched before, but for attributes, and departments
 * where the identity has none at all: no sign-in speaks of what only the directory knows.
 */
export function factsOf(identity: Identity, before: Facts | null = null): Facts {
  const { departments, groups, email, emailVerified, claims } = identity
  return {
    departments: departments === undefined ? (before?.departments ?? []) : texts(departments),
    groups: texts(groups),
    domain: emailVerified === true ? domainOf(email) : null,
    title: isTold(claims.title) ? claims.title : null,
    attributes: claims.attributes === undefined ? (before?.attributes ?? {}) : textsByName(claims.attributes),
  }
}

/** As long as a value in a condition may be; a longer one could never be asked for. */
const longest = 255

const isTold = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= longest

const texts = (values: unknown): string[] =>
  Array.isArray(values) ? [...new Set(values.filter(isTold))] : []

function textsByName(values: unknown): Record<string, string> {
  if (typeof values !== 'object' || values === null) return {}
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => isTold(entry[1])),
  )
}

/** In lower case; null where there is none. */
export function domainOf(email: string | undefined): string | null {
  const domain = /@([^@]+)$/.exec(email ?? '')?.[1]
  // ASCII only: the sign of the Kelvin would otherwise become a k
  return isTold(domain) ? domain.replace(/[A-Z]/g, letter => letter.toLowerCase()) : null
}
