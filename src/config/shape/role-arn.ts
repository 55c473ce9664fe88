import { plainText } from '../words.ts'
import { valueAt } from './context.ts'
import type { Value } from './value.ts'

/** `acs:ram::1234567890123456:role/dev`, as the console of Alibaba Cloud shows a role: its name, and its account where it is another one. */
export function roleInstead({ path, value, context }: Value): string | undefined {
  if (path.at(-1) !== 'role' || path[0] !== 'apps') return undefined
  const [, account, role] = /^acs:ram::(\d{10,20}):role\/([\w.-]{1,64})$/.exec(plainText(value)) ?? []
  if (role === undefined) return undefined
  const own = valueAt(context.data, [...path.slice(0, 2), 'accountId'])
  return own === account ? `write role: ${role}` : `write role: ${role} and accountId: "${account}"`
}
