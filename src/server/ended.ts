import type { Request } from 'express'
import { sha256 } from '../hash.ts'
import type { ShutOut } from '../storage/shut-out.ts'
import { pageFor } from './page.ts'
import type { SignInPage } from './pages/signin.tsx'
import type { Site } from './site.ts'
import type { Text } from './text/en.ts'

/**
 * What a browser reads at the sign-in page whose session has ended by itself or with its person's access: it is told by
 * the very cookie of that session and to no other browser. That access has ended is said once.
 */
export async function endedNotice(site: Site, request: Request): Promise<SignInPage['notice']> {
  const token = site.cookies.read(request, 'sso_sid')
  // a HEAD shows nothing to anybody
  if (token === undefined || request.method !== 'GET') return undefined
  const { text } = pageFor(site, request)
  const hash = sha256(token)
  const shutOut = await site.storage.shutOuts.find(hash)
  if (!shutOut) return (await ranOut(site, hash)) ? { kind: 'info', sentence: text.signInRanOut } : undefined
  const sentence = await lost(site, shutOut, text)
  if (sentence === undefined || !(await site.storage.shutOuts.take(hash))) return undefined
  const { contact } = site.config.ui
  return { kind: 'error', sentence, ...(contact && { contact }) }
}

async function ranOut({ storage, sessions }: Site, hash: string): Promise<boolean> {
  const session = await storage.sessions.find(hash)
  const { now, seenSince } = sessions.alive()
  return session !== undefined && (session.endsAt <= now || session.seenAt <= seenSince)
}

/** As it is now: whoever was let in again meanwhile has lost nothing. */
async function lost(
  { storage, config }: Site,
  { accountId, source }: ShutOut,
  text: Text,
): Promise<string | undefined> {
  if ((await storage.accounts.find(accountId))?.disabled) return text.accessEnded
  const bindings = await storage.bindings.of(accountId)
  const isGone = bindings.some(binding => binding.source === source && binding.goneAt !== null)
  const name = config.sources.find(({ id }) => id === source)?.name
  return isGone && name !== undefined ? text.accessEndedBy(name) : undefined
}
