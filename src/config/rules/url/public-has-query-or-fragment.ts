import type { Rule } from '../rule.ts'

/** Every address is made by adding to `publicUrl`, so it is an origin and perhaps a path. */
export const publicHasQueryOrFragment: Rule = ({ root: { publicUrl = '' } }) => {
  if (URL.canParse(publicUrl) && new URL(publicUrl).username !== '') {
    return [
      {
        at: ['publicUrl'],
        message:
          '"publicUrl" has a user name in it: browsers would take what stands before the "@" for a sign-in',
        help: 'leave out what stands before the "@"',
      },
    ]
  }
  const extra = publicUrl.search(/[?#]/)
  if (extra === -1) return []
  return [
    {
      at: ['publicUrl'],
      message: `"publicUrl" has a ${publicUrl[extra] === '?' ? 'query' : 'fragment'}: every address is made by adding to it`,
      help: 'end it before the "?" or "#"',
    },
  ]
}
