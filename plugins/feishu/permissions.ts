import type { Words } from 'sso-kit/plugin'

interface Permission {
  code: string
  /** As the console calls it. */
  zh: string
  en: string
  note: Words
}

const departments: Words = {
  zh: '用于 allow.departments、按部门授权和通讯录同步（sync）',
  en: 'for allow.departments, grants by department and sync',
}
const names: Words = { zh: '姓名', en: 'names as the directory has them' }

/** What signing in has a use for; none of it is needed to know who somebody is (…/contact-v3/user/get, …/department/get). */
export const permissions: readonly Permission[] = [
  {
    code: 'contact:contact.base:readonly',
    zh: '获取通讯录基本信息',
    en: 'read basic directory data',
    note: { zh: '读取通讯录的前提', en: 'without it the directory cannot be read at all' },
  },
  { code: 'contact:user.base:readonly', zh: '获取用户基本信息', en: 'read basic user data', note: names },
  {
    code: 'contact:user.department:readonly',
    zh: '获取用户组织架构信息',
    en: 'read which departments users are in',
    note: departments,
  },
  {
    code: 'contact:department.base:readonly',
    zh: '获取部门基础信息',
    en: 'read names of departments',
    note: departments,
  },
  {
    code: 'contact:department.organize:readonly',
    zh: '获取通讯录部门组织架构信息',
    en: 'read what departments are below',
    note: departments,
  },
  {
    code: 'contact:user.employee:readonly',
    zh: '获取用户受雇信息',
    en: 'read employment data',
    note: {
      zh: '仅在需要企业邮箱、职务、工号或通讯录同步（sync，谁已被暂停）时',
      en: 'only if the organisation’s mailbox, titles, employee numbers or sync (who is suspended) are wanted',
    },
  },
  {
    code: 'contact:user.email:readonly',
    zh: '获取用户邮箱信息',
    en: 'read e-mail addresses',
    note: { zh: '仅在需要邮箱时', en: 'only if e-mail addresses are wanted' },
  },
  {
    code: 'contact:user.phone:readonly',
    zh: '获取用户手机号',
    en: 'read phone numbers',
    note: { zh: '仅在需要手机号时', en: 'only if phone numbers are wanted' },
  },
]
