import type { Change } from 'sso-kit/plugin'

/** The people whom an address-book event is about (…/address-book-event). What is no change of people or departments is none. */
export function changesIn(message: Message, type: string | undefined): Change[] {
  if (type === 'user_leave_org') return idsIn(message, 'userId').map(member => ({ kind: 'left', member }))
  if (type !== undefined && aboutPeople.has(type))
    return idsIn(message, 'userId').map(member => ({ kind: 'changed', member }))
  return type !== undefined && aboutDepartments.has(type) ? [{ kind: 'departments' }] : []
}

const aboutPeople = new Set(['user_add_org', 'user_modify_org', 'user_active_org'])
const aboutDepartments = new Set(['org_dept_create', 'org_dept_modify', 'org_dept_remove'])

export type Message = Readonly<Record<string, unknown>>

/** Undefined for what is no JSON object. */
export function messageIn(text: string): Message | undefined {
  try {
    return objectIn(JSON.parse(text))
  } catch {
    return undefined
  }
}

export const objectIn = (value: unknown): Message | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined

/** Two spellings of the keys are in circulation: `UserId` and `userId`. */
const valueIn = (message: Message, name: string): unknown =>
  Object.entries(message).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]

export function textIn(message: Message, name: string): string | undefined {
  const value = valueIn(message, name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function idsIn(message: Message, name: string): string[] {
  const value = valueIn(message, name)
  return Array.isArray(value)
    ? value.filter(id => typeof id === 'string' && id !== '' && id.length <= 255).slice(0, 1000)
    : []
}
