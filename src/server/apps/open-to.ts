import type { Person } from '../../accounts/person.ts'
import { accessTo } from '../../apps/access.ts'
import type { AppConfig } from '../../config/config.ts'
import { canLaunch } from './launch.ts'

/** The apps that this person may enter and can be sent to, in the file's order. */
export const openTo = (apps: readonly AppConfig[], person: Person): AppConfig[] =>
  apps.filter(app => canLaunch(app) && accessTo(app, person).allowed)

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
