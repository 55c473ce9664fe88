import { hmac, sameSecret } from '../../hash.ts'
import type { FormKeys } from '../form-keys.ts'

/** The form of an account's page as somebody has filled it in; nothing of it is secret. */
export interface Draft {
  readonly role: string
  readonly permissionsBy: 'file' | 'here'
  readonly permissions: readonly string[]
  readonly baseDir: string
}

/** Whose draft it is, and of which account's form: nobody else's link fills in a form that an administrator then saves. */
export interface DraftOf {
  readonly administrator: string
  readonly account: string
}

/** Addresses to come back to are no longer than some four thousand characters. */
const longest = 3000

export function draftIn(form: unknown): Draft {
  const { role, permissionsBy, permissions, baseDir } = form as Record<string, unknown>
  const listed = Array.isArray(permissions) ? permissions : [permissions]
  return {
    role: typeof role === 'string' ? role : '',
    permissionsBy: permissionsBy === 'here' ? 'here' : 'file',
    permissions: listed.filter(each => typeof each === 'string'),
    baseDir: typeof baseDir === 'string' ? baseDir : '',
  }
}

/** For an address; undefined where it is too long for one. */
export function sealed(draft: Draft, of: DraftOf, keys: FormKeys): string | undefined {
  const text = Buffer.from(JSON.stringify(draft)).toString('base64url')
  return text.length > longest ? undefined : `${text}.${mac(keys[0], text, of)}`
}

export function unsealed(seal: string, of: DraftOf, keys: FormKeys): Draft | undefined {
  const [text = '', proof = ''] = seal.split('.')
  if (!keys.some(key => sameSecret(mac(key, text, of), proof))) return undefined
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as Draft
}

const mac = (key: FormKeys[number], text: string, { administrator, account }: DraftOf): string =>
  hmac(key, `draft\n${administrator}\n${account}\n${text}`)
