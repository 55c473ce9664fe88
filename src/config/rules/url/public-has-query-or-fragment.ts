import type { Rule } from '../rule.ts'

/** Every address is made by adding to `publicUrl`, so it is an origin and perhaps a path. */
export const publicHasQueryOrFragment: Rule = ({ root: { publicUrl = '' } }) => {
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
