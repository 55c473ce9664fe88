import type { Admitted, Facts } from '../model.ts'

/** Of somebody of whom a source says nothing but who they are. */
export const noFacts: Facts = {
  departments: [],
  groups: [],
  domain: null,
  email: null,
  title: null,
  attributes: {},
  public: false,
  directory: false,
}

/**
 * What grants can ask of an identity. All of it replaces what was vouched before, but for attributes, and departments
 * where the identity has none at all: no sign-in speaks of what only the directory knows. Nothing is left of what was said
 * before the source was opened to anybody, or closed to strangers.
 */
export function factsOf(identity: Admitted, vouched: Facts | null = null): Facts {
  const { departments, groups, email, emailVerified, emailAssigned, claims } = identity
  const before = vouched?.public === identity.public ? vouched : null
  return {
    departments: departments === undefined ? (before?.departments ?? []) : texts(departments),
    groups: texts(groups),
    domain: emailVerified === true ? domainOf(email) : null,
    email: emailVerified === true || emailAssigned === true ? addressOf(email) : null,
    title: isTold(claims.title) ? claims.title : null,
    attributes: claims.attributes === undefined ? (before?.attributes ?? {}) : textsByName(claims.attributes),
    public: identity.public,
    directory: identity.directory,
  }
}

/** As long as a value in a condition may be; a longer one could never be asked for. */
const longest = 255

const isTold = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= longest

const texts = (values: unknown): string[] =>
  Array.isArray(values) ? [...new Set(values.filter(isTold))] : []

/**
 * The same at a sign-in of somebody whom the source's directory knows. It tells of the person as they are now, but what
 * only the directory tells, and what the file maps from its fields (`sync.fields`), stays as the directory said last:
 * otherwise each sign-in would undo what the last read has done, and the next read the sign-in. Where strangers may come
 * in by the same source, the directory alone is the company's word.
 */
export function factsBeside(
  directory: Facts,
  fields: Readonly<Record<string, string>>,
  identity: Admitted,
): Facts {
  const now = factsOf(identity, directory)
  if (directory.public !== identity.public || (identity.public && !directory.directory)) return now
  if (identity.public)
    return { ...directory, groups: identity.groups === undefined ? directory.groups : now.groups }
  const isMapped = (name: string) => Object.hasOwn(fields, name)
  const mapped = Object.entries(directory.attributes).filter(
    ([name]) => isMapped(`attributes.${name}`) || isMapped(name),
  )
  return {
    ...now,
    directory: directory.directory,
    groups: identity.groups === undefined ? directory.groups : now.groups,
    // the vendor's tokens and its directory have not the same proof of an address
    domain: directory.domain,
    email: directory.email,
    title: isMapped('title') ? directory.title : (now.title ?? directory.title),
    attributes: { ...now.attributes, ...Object.fromEntries(mapped) },
  }
}

function textsByName(values: unknown): Record<string, string> {
  if (typeof values !== 'object' || values === null) return {}
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => isTold(entry[1])),
  )
}

/** What addresses are compared by: of the part before the @ only its own server knows whether case matters. */
export function addressOf(email: string | undefined): string | null {
  const domain = domainOf(email)
  return email === undefined || domain === null ? null : `${email.slice(0, -domain.length)}${domain}`
}

/** In lower case; null where there is none. */
export function domainOf(email: string | undefined): string | null {
  const domain = /@([^@]+)$/.exec(email ?? '')?.[1]
  // ASCII only: the sign of the Kelvin would otherwise become a k
  return isTold(domain) ? domain.replace(/[A-Z]/g, letter => letter.toLowerCase()) : null
}
