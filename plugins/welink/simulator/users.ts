import type { Person, World } from 'sso-kit/plugin'
import type { AddressBook } from './address-book.ts'
import { type Call, type Method, type Methods, text } from './call.ts'
import { departmentAsked } from './departments.ts'
import type { Answer } from './errors.ts'
import { paged } from './paging.ts'
import { corpUserIdOf, mobileNumberOf, userIdOf } from './people.ts'
import { legacyUserRecord, simpleUserRecord, userRecord } from './records.ts'
import type { Setting } from './setting.ts'

const most = 50

/** `contact/…/user…` (§2.3, §4.2). */
export function userMethods(world: World, setting: Setting, book: AddressBook): Methods {
  const detailed = (answer: Method['answer']): Method => ({ permission: '用户详细信息', answer })
  const full = (person: Person) => userRecord(person, world, setting)

  /** In the order of their priority (§2.3). */
  const keys: [name: string, of: (person: Person) => string][] = [
    ['userId', person => userIdOf(person, world)],
    ['corpUserId', corpUserIdOf],
    ['mobileNumber', mobileNumberOf],
  ]

  function detail({ body }: Call): Answer {
    const [name, keyOf] = keys.find(([key]) => text(body, key) !== '') ?? []
    if (name === undefined || !keyOf) return 47003
    const person = book.members().find(one => keyOf(one) === text(body, name))
    return person ? full(person) : 47012
  }

  function legacyDetail({ query }: Call): Answer {
    const userId = query.get('userId') ?? ''
    if (userId === '') return 47003
    const person = book.members().find(one => userIdOf(one, world) === userId)
    return person ? legacyUserRecord(person, world, setting, book) : 47012
  }

  const listed =
    (record: (person: Person) => Record<string, unknown>) =>
    ({ query }: Call): Answer => {
      const department = departmentAsked(query, book)
      if (typeof department === 'number') return department
      return paged(book.members(department.code).map(record), query, most, setting)
    }

  return [
    ['POST /contact/v2/user/detail', detailed(detail)],
    ['GET /contact/v1/users', detailed(legacyDetail)],
    ['GET /contact/v2/user/list', detailed(listed(full))],
    ['GET /contact/v1/user/list', detailed(listed(full))],
    ['GET /contact/v1/user/simplelist', detailed(listed(person => simpleUserRecord(person, world)))],
  ]
}
