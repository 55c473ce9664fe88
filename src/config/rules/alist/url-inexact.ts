import type { Rule } from '../rule.ts'

/** Pages of AList that people copy the address of. */
const page = /\/@(?:manage|login)(?:\/.*)?$/

/** Where AList wants people back is built from it. What stands behind a "#" is told by redirect/fragment. */
export const urlInexact: Rule = ({ apps }) =>
  apps.flatMap(({ type, path, options: { url: text } }) => {
    if (type !== 'alist' || typeof text !== 'string' || !URL.canParse(text) || text.includes('#')) return []
    const { origin, pathname, search, username } = new URL(text)
    const isPage = page.test(pathname)
    // a name in it is told by redirect/dangerous
    if ((!isPage && search === '') || username !== '') return []
    return [
      {
        at: [...path, 'url'],
        message: isPage
          ? '"url" is the address of a page of AList, not of AList itself: every sign-in would be refused'
          : '"url" has a query: every sign-in would be refused',
        help: `write url: ${origin}${pathname.replace(page, '').replace(/\/$/, '')}`,
      },
    ]
  })
