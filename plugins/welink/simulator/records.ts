import type { Person, World } from 'sso-kit/plugin'
import { type AddressBook, corpCodeOf, departmentCodes, type Node } from './address-book.ts'
import { corpUserIdOf, mobileNumberOf, userIdOf } from './people.ts'
import type { Setting } from './setting.ts'

type Fields = Record<string, unknown>

/** A user as `v2/user/detail` and `v2/user/list` give it (§4.4). What somebody lacks is empty. */
export function userRecord(person: Person, world: World, setting: Setting): Fields {
  const codes = departmentCodes(person)
  const orders = (names: string[]) =>
    Object.fromEntries(names.map(name => [name, world.people.indexOf(person)]))
  return {
    ...common(person, world, setting),
    phoneNumber: person.mobile === '' ? [] : [mobileNumberOf(person)],
    emailLoginAccount: person.email,
    mainDeptCode: codes[0],
    mainCorpDeptCode: corpCodeOf(codes[0] ?? ''),
    deptCodes: codes,
    corpDeptCodes: codes.map(corpCodeOf),
    orderInDepts: orders(codes),
    orderInCorpDepts: orders(codes.map(corpCodeOf)),
    isHidePhoneNumber: 0,
    extAttr: { 成本中心: `CC-${codes[0]}` },
  }
}

/** As `contact/v1/users` gave it: one department, the number as a string (§4.4). */
export function legacyUserRecord(person: Person, world: World, setting: Setting, book: AddressBook): Fields {
  const main = book.node(departmentCodes(person)[0] ?? '')
  return {
    ...common(person, world, setting),
    phoneNumber: mobileNumberOf(person),
    deptCode: main?.code,
    deptNameCn: main?.name,
    deptNameEn: main?.name,
  }
}

export function simpleUserRecord(person: Person, world: World): Fields {
  return {
    userId: userIdOf(person, world),
    corpUserId: corpUserIdOf(person),
    userNameCn: person.name,
    userNameEn: person.id,
  }
}

function common(person: Person, world: World, setting: Setting): Fields {
  const status = setting.userStatus.get(person.id) ?? 3
  return {
    ...simpleUserRecord(person, world),
    userStatus: setting.numbersAs === 'string' ? String(status) : status,
    isActivated: 1,
    isAdmin: setting.admins.has(person.id) ? 1 : 0,
    mobileNumber: mobileNumberOf(person),
    landlineNumber: '',
    userEmail: person.email,
    employeeId: person.jobNumber,
    position: person.title,
    avatar: '',
    remark: '',
    creationTime: '2020-02-29 08:00:00',
    lastUpdatedTime: '2026-11-02 09:30:00',
  }
}

/** A department of the current generation (§4.1). */
export function departmentRecord(node: Node, world: World, book: AddressBook): Fields {
  const managers = managersOf(node, book)
  return {
    deptCode: node.code,
    corpDeptCode: corpCodeOf(node.code),
    parentCode: node.parent,
    corpParentCode: corpCodeOf(node.parent),
    deptNameCn: node.name,
    deptNameEn: node.name,
    managerId: managers.map(person => userIdOf(person, world)),
    corpManagerId: managers.map(corpUserIdOf),
    deptLevel: node.level,
    orderNo: 1,
    visibleRange: 1,
    hasChildDept: hasChildren(node, book),
    createDeptGroup: 0,
  }
}

/** The generation before: the parent is called father, and the level is a string (§4.1). */
export function legacyDepartmentRecord(node: Node, book: AddressBook): Fields {
  return {
    deptCode: node.code,
    deptNameCn: node.name,
    deptNameEn: node.name,
    fatherCode: node.parent,
    deptLevel: String(node.level),
    orderNo: 1,
    hasChildDept: hasChildren(node, book),
    corpDeptCode: corpCodeOf(node.code),
  }
}

const hasChildren = ({ code }: Node, book: AddressBook): 0 | 1 => (book.childrenOf(code).length > 0 ? 1 : 0)

function managersOf({ code }: Node, book: AddressBook): Person[] {
  return book.members(code).filter(person => person.departments[0] === code && /组长|总监/.test(person.title))
}
