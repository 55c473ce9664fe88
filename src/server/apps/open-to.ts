import type { Person } from '../../accounts/person.ts'
import { accessTo } from '../../apps/access.ts'
import type { Who } from '../../apps/saml/app.ts'
import type { AppConfig } from '../../config/config.ts'
import { SsoError } from '../../errors.ts'
import type { Idp } from '../saml/idp.ts'
import type { Site } from '../site.ts'
import { canLaunch } from './launch.ts'

/** The apps that this person may enter and can be sent to, in the file's order. */
export async function openTo(
  { config, idp }: Pick<Site, 'config' | 'idp'>,
  person: Person,
): Promise<AppConfig[]> {
  const may = config.apps.filter(app => canLaunch(app) && accessTo(app, person).allowed)
  if (!idp || !may.some(({ id }) => idp.apps.has(id))) return may
  const who = await idp.who(person)
  const sayable = await Promise.all(may.map(({ id }) => isSayable(idp, id, who)))
  return may.filter((_, index) => sayable[index])
}

/** Of who has no address, or none of an app's roles, the app is told nothing: its door refuses them. */
async function isSayable({ apps, known }: Idp, id: string, who: Who): Promise<boolean> {
  try {
    await apps.get(id)?.statement(who, known(id))
    return true
  } catch (thrown) {
    if (thrown instanceof SsoError) return false
    throw thrown
  }
}

/** Longer ones are cut. */
export const longestWords = 100

/** Those in whose name, description or id each of the words is, whatever its width and case. */
export function found(apps: readonly AppConfig[], words: string): AppConfig[] {
  const wanted = folded(words).split(/\s+/u)
  return apps.filter(({ id, name, description = '' }) => {
    const text = folded([name, description, id].join(' '))
    return wanted.every(word => text.includes(word))
  })
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase().trim()
