import type { Identity } from 'sso-kit/plugin'

/** What is read of a person. */
interface Known {
  unionId: string
  /** Null for whoever is in the organisation no longer, or never was. */
  userId: string | null
  name: string | undefined
  /** The organisation's own mailbox. */
  email: string | undefined
  mobile: string | undefined
  title: string | undefined
  jobNumber: string | undefined
}

/** Somebody as the organisation's record has them, the same for a sign-in and for the directory. */
export function personOf(corpId: string, known: Known): Identity {
  const { unionId, userId, name, email, mobile, title, jobNumber } = known
  return {
    issuer: `dingtalk:${corpId}`,
    subject: unionId,
    directoryId: userId ?? undefined,
    username: name,
    displayName: name,
    email,
    phone: mobile,
    claims: { corpId, userId, title, jobNumber },
  }
}
