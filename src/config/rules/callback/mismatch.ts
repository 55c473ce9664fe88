import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { isLoopback } from '../url/loopback.ts'

/** The vendor sends people there, so it has to be this server. */
export const callbackMismatch: Rule = ({ root: { publicUrl }, sources }) => {
  if (publicUrl === undefined || !URL.canParse(publicUrl)) return []
  const base = new URL(publicUrl)
  // another rule wants it changed, and that settles the callbacks too
  if (base.protocol !== 'https:' && !isLoopback(base)) return []
  const folder = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`
  return sources.flatMap(({ path, host: { callbackUrl } }) => {
    if (callbackUrl === undefined || !URL.canParse(callbackUrl)) return []
    const url = new URL(callbackUrl)
    const plain = url.search === '' && url.hash === '' && url.username === ''
    if (url.origin === base.origin && url.pathname.startsWith(folder) && plain) return []
    return [
      {
        at: [...path, 'callbackUrl'],
        message: plain
          ? `"callbackUrl" is not under ${quote(`${base.origin}${folder}`)}`
          : '"callbackUrl" must be a plain address without "?" and "#"',
        help: `write an address that begins with ${base.origin}${folder}, or remove callbackUrl`,
        related: [{ at: ['publicUrl'], message: 'the address of this server' }],
      },
    ]
  })
}
