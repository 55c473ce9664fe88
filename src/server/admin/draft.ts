import { hmac, sameSecret } from '../../hash.ts'
import type { Context } from '../context.ts'
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
/** A sign-in may take its time; what was wanted yesterday is asked for anew. */
const lifeMs = 60 * 60_000

type DraftHost = Pick<Context, 'formKeys' | 'now'>

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
export function sealed(draft: Draft, of: DraftOf, { formKeys, now }: DraftHost): string | undefined {
  const text = Buffer.from(JSON.stringify(draft)).toString('base64url')
  const kept = `${text}.${now()}`
  return text.length > longest ? undefined : `${kept}.${mac(formKeys[0], kept, of)}`
}

/** Undefined for one that is not ours, or older than an hour. */
export function unsealed(seal: string, of: DraftOf, { formKeys, now }: DraftHost): Draft | undefined {
  const [text = '', at = '', proof = ''] = seal.split('.')
  if (!formKeys.some(key => sameSecret(mac(key, `${text}.${at}`, of), proof))) return undefined
  if (Number(at) <= now() - lifeMs) return undefined
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as Draft
}

const mac = (key: FormKeys[number], kept: string, { administrator, account }: DraftOf): string =>
  hmac(key, `draft\n${administrator}\n${account}\n${kept}`)
