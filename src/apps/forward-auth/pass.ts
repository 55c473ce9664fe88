import { hmac, sameSecret } from '../../hash.ts'

/** How long a pass is good for; a page that is opened in its second half gets a new one. */
export const passLifeMs = 600_000

/** What the cookie of a site says: whose session it stands for, and until when. */
export interface Pass {
  readonly sessionId: string
  readonly expiresAt: number
}

/** The one place where it is good: a site that keeps what it gets can show it nowhere else. */
interface Place {
  readonly app: string
  readonly host: string
}

/** The newest first; what any of them has sealed is good. */
export type Keys = readonly [Buffer, ...Buffer[]]

/** The value of the cookie. Nothing is stored for it: the session decides, and is looked at on every check. */
export function passFor({ sessionId, expiresAt }: Pass, place: Place, [key]: Keys): string {
  const said = `${sessionId}.${expiresAt.toString(36)}`
  return `${said}.${sealOf(said, place, key)}`
}

/** Undefined unless it was made here, for this place, and its time is not over. */
export function readPass(cookie: string, place: Place, keys: Keys, now: number): Pass | undefined {
  const [, said, sessionId, end, seal] =
    /^(([0-9a-f]{32,64})\.([0-9a-z]{1,10}))\.([\w-]{43})$/.exec(cookie) ?? []
  if (said === undefined || sessionId === undefined || end === undefined || seal === undefined)
    return undefined
  if (!keys.some(key => sameSecret(sealOf(said, place, key), seal))) return undefined
  const expiresAt = Number.parseInt(end, 36)
  return now < expiresAt ? { sessionId, expiresAt } : undefined
}

const sealOf = (said: string, { app, host }: Place, key: Buffer): string =>
  hmac(key, `pass\n${app}\n${host}\n${said}`)
