import type { Rule } from '../rule.ts'
import { isLoopback } from './loopback.ts'

export const publicNotHttps: Rule = ({ root: { publicUrl } }) => {
  const url = publicUrl === undefined || !URL.canParse(publicUrl) ? undefined : new URL(publicUrl)
  if (url === undefined || url.protocol === 'https:' || isLoopback(url)) return []
  return [
    {
      at: ['publicUrl'],
      message: '"publicUrl" is http: cookies and codes would cross the network unprotected',
      help: 'write https://; http is for localhost, 127.0.0.1 and [::1] only',
    },
  ]
}
