import type { Words } from 'sso-kit/plugin'

const world = 'entra.microsoft.com'

/** learn.microsoft.com/entra/identity-platform/authentication-national-cloud: by where people sign in. */
const portals: ReadonlyMap<string, string> = new Map([
  ['login.microsoftonline.us', 'portal.azure.us'],
  ['login.partner.microsoftonline.cn', 'portal.azure.cn'],
])

/** A place of the console, in that of the cloud: each of the national ones has a portal of its own. */
export function inPortal(place: Words, login: string | undefined): Words {
  const portal = login !== undefined && URL.canParse(login) ? portals.get(new URL(login).host) : undefined
  if (portal === undefined) return place
  const moved = (words: string) => words.replace(world, `${portal} › Microsoft Entra ID`)
  return { zh: moved(place.zh), en: moved(place.en) }
}
