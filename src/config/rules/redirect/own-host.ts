import { quote } from '../../words.ts'
import { addressesOf } from '../app/addresses.ts'
import type { Rule } from '../rule.ts'

/** This server takes no codes of its own: what was meant for the app would end on a page that is not there. */
export const ownHost: Rule = draft => {
  const { publicUrl } = draft.root
  if (publicUrl === undefined || !URL.canParse(publicUrl)) return []
  const { origin, pathname } = new URL(publicUrl)
  const below = `${pathname.replace(/\/$/, '')}/`
  return addressesOf(draft)
    .filter(({ at }) => at.includes('redirectUris') || at.at(-1) === 'acsUrl')
    .filter(({ text }) => URL.canParse(text) && new URL(text).origin === origin)
    .filter(({ text }) => new URL(text).pathname.startsWith(below))
    .map(({ at, app }) => ({
      at,
      message: 'this address is one of this server, which takes no sign-ins of apps',
      help: `write the address of ${quote(app.host.name ?? app.host.id ?? '')} that its manual calls callback or ACS`,
      related: [{ at: ['publicUrl'], message: 'this server' }],
    }))
}
