import type { Request } from 'express'
import { sha256 } from '../hash.ts'
import type { SessionRecord } from '../storage/sessions.ts'
import type { ShutOut } from '../storage/shut-out.ts'
import { pageFor } from './page.ts'
import type { SignInPage } from './pages/signin.tsx'
import type { Site } from './site.ts'
import type { Text } from './text/en.ts'

/**
 * What a browser reads at the sign-in page whose session has ended by itself or with its person's access: it is told by
 * the very cookie of that session and to no other browser. What has become of an account is said once.
 */
export async function endedNotice(site: Site, request: Request): Promise<SignInPage['notice']> {
  const { storage, config, cookies } = site
  const token = cookies.read(request, 'sso_sid')
  // a HEAD shows nothing to anybody
  if (token === undefined || request.method !== 'GET') return undefined
  const { text } = pageFor(site, request)
  const hash = sha256(token)
  const shutOut = await storage.shutOuts.find(hash)
  const session = shutOut ? undefined : await storage.sessions.find(hash)
  if (session && hasRunOut(site, session)) return { kind: 'info', sentence: text.signInRanOut }
  const sentence = shutOut ? await lost(site, shutOut, text) : session && closed(site, session, text)
  if (sentence === undefined || (shutOut && !(await storage.shutOuts.take(hash)))) return undefined
  const { contact } = config.ui
  return { kind: 'error', sentence, ...(contact && { contact }) }
}

function hasRunOut({ sessions }: Site, { endsAt, seenAt }: SessionRecord): boolean {
  const { now, seenSince } = sessions.alive()
  return endsAt <= now || seenAt <= seenSince
}

/** The file has closed the way in that the session came by; it lives again with that. */
function closed({ config }: Site, { source }: SessionRecord, text: Text): string | undefined {
  const found = config.sources.find(({ id, enabled }) => id === source && !enabled)
  return found && text.accessEndedBy(found.name)
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
