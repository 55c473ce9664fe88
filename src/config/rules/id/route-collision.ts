import type { Draft, DraftSource } from '../../draft.ts'
import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { inRepeated } from './twins.ts'

/** Addresses that the server answers itself: exact ones, and those with everything below them. */
const exact: readonly string[] = ['/', '/signin', '/account', '/signout', '/healthz', '/readyz']
const below: readonly string[] = [
  '/account',
  '/admin',
  '/api',
  '/events',
  '/oidc',
  '/saml',
  '/authz',
  '/apps',
  '/.well-known',
]

/** Two things at one address: an answer would go to the wrong one. */
export const routeCollision: Rule = draft => {
  const { publicUrl } = draft.root
  if (publicUrl === undefined || !URL.canParse(publicUrl)) return []
  // another rule says what is wrong with it, and no address made from it means anything
  if (/[?#]/.test(publicUrl)) return []
  return [...commonPath(draft, publicUrl), ...ownAddresses(draft, publicUrl)]
}

/** `callbacks.path`, with the id of a source in it. */
function commonPath(draft: Draft, publicUrl: string): ReturnType<Rule> {
  const path = draft.root.callbacks?.path ?? ''
  const parts = path.split('/')
  const plain = parts.filter(part => part !== '.' && part !== '..')
  if (plain.length < parts.length)
    return [
      {
        at: ['callbacks', 'path'],
        message:
          '"path" has "." or ".." in it, which a browser follows: several sources may have one address',
        help: `write the path that is meant, such as path: ${plain.join('/')}`,
      },
    ]
  const taken = draft.sources.flatMap(source => {
    const address = source.host.callbackUrl === undefined ? addressOf(source, draft) : undefined
    const route = address && URL.canParse(address) ? routeOf(address, publicUrl) : undefined
    return route !== undefined && isTaken(route, draft) ? [route] : []
  })
  const [route] = taken
  if (route === undefined) return []
  return [
    {
      at: ['callbacks', 'path'],
      message: `the server itself answers ${quote(route)}`,
      help: 'choose another path, such as /auth/{source}/callback',
    },
  ]
}

function ownAddresses(draft: Draft, publicUrl: string): ReturnType<Rule> {
  const isRepeated = inRepeated(draft)
  return draft.sources.flatMap((source, place) => {
    const { path, host } = source
    const { callbackUrl, id = '' } = host
    if (callbackUrl === undefined || !URL.canParse(callbackUrl) || isRepeated(path)) return []
    const at = [...path, 'callbackUrl']
    const other = draft.sources.find(
      (one, index) =>
        one !== source &&
        (index < place || one.host.callbackUrl === undefined) &&
        isSame(addressOf(one, draft), callbackUrl),
    )
    if (other) {
      return [
        {
          at,
          message: `source ${quote(id)} has the callback address of source ${quote(other.host.id ?? '')}`,
          help: 'give each source an address of its own, or remove callbackUrl',
          related: [
            {
              at: [...other.path, other.host.callbackUrl === undefined ? 'id' : 'callbackUrl'],
              message: 'the other source',
            },
          ],
        },
      ]
    }
    const route = routeOf(callbackUrl, publicUrl)
    if (route === undefined || !isTaken(route, draft)) return []
    return [
      {
        at,
        message: `the server itself answers ${quote(route)}`,
        help: 'choose a path of its own, such as /auth/NAME/callback',
      },
    ]
  })
}

function addressOf({ host: { id, callbackUrl }, failed }: DraftSource, { root }: Draft): string | undefined {
  if (callbackUrl !== undefined || id === undefined || failed.has('callbackUrl')) return callbackUrl
  const { publicUrl, callbacks } = root
  return publicUrl && callbacks && `${publicUrl.replace(/\/+$/, '')}${callbacks.path.replace('{source}', id)}`
}

/** However they are spelt: in capitals, with the port that is meant anyway, with dots. */
const isSame = (one: string | undefined, other: string): boolean =>
  one !== undefined && URL.canParse(one) && new URL(one).href === new URL(other).href

const begins = /^\/auth\/([^/]+)(?:\/password|\/in-app)?$/

/** The path below `publicUrl`. */
function routeOf(callbackUrl: string, publicUrl: string): string | undefined {
  const path = new URL(callbackUrl).pathname
  const base = new URL(publicUrl).pathname.replace(/\/+$/, '')
  return path.startsWith(base) ? path.slice(base.length) || '/' : undefined
}

function isTaken(route: string, { ids }: Draft): boolean {
  const plain = route.replace(/\/+$/, '') || '/'
  return (
    exact.includes(plain) ||
    below.some(prefix => plain.startsWith(`${prefix}/`)) ||
    // where a sign-in begins
    (begins.test(plain) && ids.sources.some(({ id }) => id === begins.exec(plain)?.[1]))
  )
}
