import type { Request, Response } from 'express'
import type { Organization } from '../config/config.ts'
import type { Site } from './site.ts'
import type { OpenSource } from './sources.ts'

/** Where the person at the browser belongs, by their own word. It says what is shown, and nothing about who they are. */
export interface Choice {
  /** Absent: they have to be asked. */
  organization?: Organization
  /** They have named one, and there is none of that name. */
  isUnknown?: boolean
}

/** The open sources to show: the organisation's in its order; where one is asked for, those that belong to none. */
export function sourcesFor({ config, sources }: Site, { organization }: Choice): OpenSource[] {
  const ofAny = new Set(config.organizations.flatMap(one => one.sources))
  const ids = organization?.sources ?? [...sources.keys()].filter(id => !ofAny.has(id))
  return ids.flatMap(id => sources.get(id) ?? []).filter(({ config: { enabled } }) => enabled)
}

const aYearS = 31_536_000

/**
 * The choice that a request brings: in its address or form, else the one that the browser remembers. An empty name is
 * the wish for another one. Throws `too_many_requests` for an address that has guessed too often.
 */
export async function choiceOf(site: Site, request: Request, response: Response): Promise<Choice> {
  if (site.config.organizations.length === 0) return {}
  const { organization: name } = (request.method === 'POST' ? request.body : request.query) as Record<
    string,
    unknown
  >
  if (name === undefined) return remembered(site, request, response)
  if (name === '') return {}
  const organization = typeof name === 'string' ? site.organizations.named(name) : undefined
  await site.limits.organization('named', request.ip ?? '', organization !== undefined)
  if (!organization) return { isUnknown: true }
  if (request.method !== 'POST') site.cookies.set(response, 'sso_organization', organization.id, aYearS)
  return { organization }
}

/** A cookie can be made up like an address: it counts too, but for itself, and asking again is the worst that comes of it. */
async function remembered(site: Site, request: Request, response: Response): Promise<Choice> {
  const id = site.cookies.read(request, 'sso_organization')
  if (id === undefined) return {}
  const organization = site.organizations.named(id)
  const mayKnow = await site.limits
    .organization('remembered', request.ip ?? '', organization !== undefined)
    .then(
      () => true,
      () => false,
    )
  if (!mayKnow) return {}
  if (organization) return { organization }
  // it has left the file: let every browser notice that once only
  site.cookies.clear(response, 'sso_organization')
  return {}
}
