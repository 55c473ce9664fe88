import type { Identity } from 'sso-kit/plugin'

/** What is read of a person. */
interface Known {
  unionId: string
  userId: string | undefined
  name: string | undefined
  email: string | undefined
  mobile: string | undefined
  title: string | undefined
  employeeNo: string | undefined
}

/** Somebody as the organisation has them, the same for a sign-in and for the directory. */
export function personOf(tenantKey: string, known: Known): Identity & { directoryId: string } {
  const { unionId, userId, name, email, mobile, title, employeeNo } = known
  return {
    issuer: `feishu:${tenantKey}`,
    subject: unionId,
    directoryId: unionId,
    username: name,
    displayName: name,
    // written down by an administrator and proved by nobody (…/login-state-management/get)
    email,
    phone: mobile,
    claims: { tenantKey, userId, title, employeeNo },
  }
}
