import type { World } from 'sso-kit/plugin'
import { type Keys, seal, signatureOf, unseal } from './push-crypto.ts'
import type { Switches } from './switches.ts'

/** Where events go, and under which keys. */
export interface Subscription extends Keys {
  url: string
  token: string
  tags: ReadonlySet<string>
}

/** How long DingTalk waits for an answer (§5.3); the old page says 1500. */
const patienceMs = 2500

/** Sends one message and says whether the answer was right in time: an encrypted `success`, signed (§5.3). */
export async function deliver(
  message: string,
  subscription: Subscription,
  { signedAs }: Switches,
  world: World,
): Promise<boolean> {
  const sent = world.now()
  const encrypt = seal(message, letters(world, 16), subscription)
  const [timestamp, nonce] = [String(sent), letters(world, 8)]
  const signature = signatureOf(subscription.token, timestamp, nonce, encrypt)
  // the address may have a query of its own (§5.1)
  const url = new URL(subscription.url)
  for (const name of signedAs) url.searchParams.append(name, signature)
  url.searchParams.append('timestamp', timestamp)
  url.searchParams.append('nonce', nonce)
  const request = new Request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ encrypt }),
    redirect: 'manual',
    // a receiver that never answers; the time that counts is the world's
    signal: AbortSignal.timeout(patienceMs),
  })
  try {
    const reply = await world.send(request)
    const isRight = reply.status === 200 && isSuccess(await reply.json(), subscription)
    return isRight && world.now() - sent <= patienceMs
  } catch {
    return false
  }
}

/** Timestamp and nonce of the answer may be fresh ones; its signature has to cover them. */
function isSuccess(reply: unknown, subscription: Subscription): boolean {
  const { msg_signature, timeStamp, nonce, encrypt } = Object(reply) as Record<string, unknown>
  if (typeof nonce !== 'string' || typeof encrypt !== 'string') return false
  if (typeof timeStamp !== 'string' && typeof timeStamp !== 'number') return false
  if (msg_signature !== signatureOf(subscription.token, String(timeStamp), nonce, encrypt)) return false
  return unseal(encrypt, subscription) === 'success'
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

export function letters(world: World, count: number): string {
  return Array.from(world.random(count), byte => alphabet[byte % alphabet.length]).join('')
}
