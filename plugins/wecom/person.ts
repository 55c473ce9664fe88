import type { Identity } from 'sso-kit/plugin'

/** What is read of a member's record. */
interface Known {
  userId: string
  name: string | undefined
  email: string | undefined
  mobile: string | undefined
  title: string | undefined
}

/** Somebody as the organisation's record has them, the same for a sign-in and for the directory. */
export function personOf(corpId: string, known: Known): Identity & { directoryId: string } {
  const { userId, name, email, mobile, title } = known
  // its capitals mean nothing, and may be written otherwise one day
  const subject = userId.toLowerCase()
  return {
    issuer: `wecom:${corpId}`,
    subject,
    directoryId: subject,
    username: subject,
    displayName: name,
    // written down by an administrator and proved by nobody
    email,
    phone: mobile,
    claims: { corpId, userId, title },
  }
}
