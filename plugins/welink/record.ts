import type { Department, Fields } from 'sso-kit/plugin'
import { text, texts } from './text.ts'

/** As much of a user record as is read. Everything but the first two may be missing or empty. */
export interface UserRecord {
  userId: string
  /** `3` is opened; 1, 2 and 4 are not opened yet, being opened, closed. */
  userStatus: string
  /** The tenant's own login name of the person; can be changed. */
  corpUserId: string | undefined
  name: string | undefined
  email: string | undefined
  /** E.164. */
  mobile: string | undefined
  employeeId: string | undefined
  position: string | undefined
  /** The main department first. */
  deptCodes: string[]
}

export function userRecord(reply: Fields, body: Readonly<Record<string, unknown>>): UserRecord {
  const main = text(body.mainDeptCode)
  return {
    userId: reply.string('userId'),
    userStatus: reply.numberOrText('userStatus'),
    corpUserId: text(body.corpUserId),
    name: text(body.userNameCn) ?? text(body.userNameEn),
    email: text(body.userEmail) ?? text(body.emailLoginAccount),
    // comes as +86-13800000000
    mobile: text(body.mobileNumber)?.replaceAll('-', ''),
    employeeId: text(body.employeeId),
    position: text(body.position),
    deptCodes: [...new Set([...(main === undefined ? [] : [main]), ...texts(body.deptCodes)])],
  }
}

export interface DepartmentRecord {
  code: string
  /** The Chinese name, else the English. */
  name: string | undefined
  /** Null for the tenant itself, and where it is not told. */
  parent: string | null
  hasBelow: boolean
}

export function departmentRecord(reply: Fields, body: Readonly<Record<string, unknown>>): DepartmentRecord {
  const code = reply.numberOrText('deptCode')
  const parent = text(body.parentCode)
  return {
    code,
    name: text(body.deptNameCn) ?? text(body.deptNameEn),
    parent: parent === undefined || parent === code ? null : parent,
    hasBelow: text(body.hasChildDept) === '1',
  }
}

/** The tenant itself; people can be in it. */
export const root = '0'

/** Without a name it has none that anything compares; above what does not say it lies some other department. */
export const departmentOf = ({ code, name, parent }: DepartmentRecord): Department => ({
  id: code,
  name: name ?? '',
  parent: code === root ? null : (parent ?? ''),
})
