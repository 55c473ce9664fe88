import type { Wish } from '../../../accounts/fields.ts'
import { Refusal } from '../../admin/api-failures.ts'

const isText = (value: unknown): boolean => typeof value === 'string'
const isTextOrNull = (value: unknown): boolean => value === null || (isText(value) && value !== '')
const isPermissions = (value: unknown): boolean =>
  value === null || typeof value === 'number' || (Array.isArray(value) && value.every(isText))

/** What can be changed, and the form of each. */
const forms: Readonly<Record<string, readonly [(value: unknown) => boolean, string]>> = {
  role: [isText, '"general", "guest" or "admin"'],
  permissions: [isPermissions, 'a list of names, a sum, or null'],
  baseDir: [isTextOrNull, 'a path, or null'],
  displayName: [isTextOrNull, 'a text, or null'],
  email: [isTextOrNull, 'an address, or null'],
  phone: [isTextOrNull, 'a number as a text, or null'],
}

/** The change that a body asks for. A key that it does not know is a mistake, and nothing is changed. */
export function wishOf(body: Readonly<Record<string, unknown>>): Wish {
  for (const [key, value] of Object.entries(body)) {
    const form = Object.hasOwn(forms, key) ? forms[key] : undefined
    if (!form) throw new Refusal('request_invalid', `what can be changed is ${Object.keys(forms).join(', ')}`)
    if (!form[0](value)) throw new Refusal('request_invalid', `"${key}" has to be ${form[1]}`)
  }
  return body
}
