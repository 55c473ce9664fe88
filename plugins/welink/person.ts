import type { Identity } from 'sso-kit/plugin'
import type { UserRecord } from './record.ts'

/** Somebody as the tenant's record has them, the same for a sign-in and for the directory. */
export function personOf(tenantId: string, record: UserRecord): Identity & { directoryId: string } {
  const { userId } = record
  return {
    issuer: `welink:${tenantId}`,
    subject: subjectOf(tenantId, userId),
    directoryId: userId,
    username: record.corpUserId ?? localPart(userId),
    displayName: record.name,
    email: record.email,
    phone: record.mobile,
    claims: {
      tenantId,
      userId,
      corpUserId: record.corpUserId,
      employeeId: record.employeeId,
      position: record.position,
      title: record.position,
      deptCodes: record.deptCodes,
    },
  }
}

/** A userId is unique in its tenant only. */
export const subjectOf = (tenantId: string, userId: string): string => `${tenantId}:${userId}`

/** Opened; 1, 2 and 4 are not opened yet, being opened, closed. */
export const isOpened = ({ userStatus }: UserRecord): boolean => userStatus === '3'

/** `zhangsan@welink` → `zhangsan`. */
const localPart = (userId: string): string => userId.replace(/(?!^)@[^@]*$/, '')
