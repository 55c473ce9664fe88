import type { Request } from 'express'
import type { OidcClient } from '../../../apps/oidc/client.ts'
import type { Limits } from '../../limits.ts'

/**
 * The client that a request at the token endpoint speaks for, by its own word; undefined for none that there is, so that
 * made-up names are counted together.
 */
export function spokenFor(request: Request, clients: ReadonlyMap<string, OidcClient>): string | undefined {
  const [scheme = '', value = ''] = (request.get('authorization') ?? '').split(' ')
  const basic =
    scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString().split(':')[0] : undefined
  const posted = (request.body as Record<string, unknown>).client_id
  const [named] = [basic === undefined ? undefined : decoded(basic), posted]
    .filter(name => typeof name === 'string')
    .filter(name => clients.has(name))
  return named
}

/** RFC 6749 §2.3.1: a form's encoding within Basic. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}

/** Runs what answers such a request, unless too many from there have got nothing. */
export async function counted(
  limits: Limits,
  { address, client }: { address: string; client: string | undefined },
  answer: () => Promise<number>,
): Promise<void> {
  const attempt = await limits.client(address, client ?? '')
  await attempt.answered(await answer())
}
