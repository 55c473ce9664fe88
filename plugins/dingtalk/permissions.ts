import type { Words } from 'sso-kit/plugin'

interface Permission {
  /** Absent where no official page names it. */
  code?: string
  /** As the console calls it. */
  zh: string
  en: string
  /** What it is for, where sign-in works without it. */
  note?: Words
}

const phones: Words = { zh: '仅在需要手机号时', en: 'only if phone numbers are wanted' }

/** The permission points that sso-kit has a use for, in the words of the console. */
export const permissions: readonly Permission[] = [
  {
    code: 'Contact.User.Read',
    zh: '通讯录个人信息读权限',
    en: 'Read Permission For Personal Information In The Address Book',
  },
  { code: 'qyapi_get_member', zh: '成员信息读权限', en: 'Read Permission For Member Information' },
  {
    code: 'qyapi_get_department_list',
    zh: '通讯录部门信息读权限',
    en: 'Read Permission For Department Information In The Address Book',
    note: {
      zh: '用于 allow.departments、按部门授权和通讯录同步',
      en: 'for allow.departments, grants by department and the directory',
    },
  },
  {
    code: 'qyapi_get_department_member',
    zh: '通讯录部门成员读权限',
    en: 'Read Permission For Department Members In The Address Book',
    note: { zh: '仅在同步通讯录时（sync）', en: 'only if accounts follow the directory (sync)' },
  },
  {
    zh: '邮箱等个人信息',
    en: 'Email And Other Personal Information',
    note: { zh: '仅在需要企业邮箱时', en: 'only if the organisation’s mail addresses are wanted' },
  },
  {
    zh: '企业员工手机号信息',
    en: 'Enterprise Employee Mobile Number Information',
    note: phones,
  },
  {
    code: 'Contact.User.mobile',
    zh: '个人手机号信息',
    en: 'Personal Mobile Number Information',
    note: phones,
  },
]
