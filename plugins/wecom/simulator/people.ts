import { createHash } from 'node:crypto'
import type { Person, World } from 'sso-kit/plugin'

/** As somebody once typed it; WeCom keeps the capitals and does not look at them (path/90195). */
export const userIdOf = ({ id }: { id: string }): string => id.charAt(0).toUpperCase() + id.slice(1)

export const findMember = (world: World, userid: string): Person | undefined =>
  world.people.find(person => person.member && person.id === userid.toLowerCase())

export const findPerson = (world: World, id: string): Person | undefined =>
  world.people.find(person => person.id === id)

/** A WeChat user whom the organisation keeps among its customers has a title there; no other outsider has. */
export const isCustomer = ({ member, title }: Person): boolean => !member && title !== ''

export const openIdOf = ({ id }: Person): string => `o${digest('openid', id)}`
export const externalUserId = ({ id }: Person): string => `wm${digest('external', id)}`

const digest = (kind: string, id: string): string =>
  createHash('sha256').update(`${kind}\n${id}`).digest('base64url').slice(0, 27)
