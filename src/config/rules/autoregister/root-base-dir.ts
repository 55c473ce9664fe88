import type { Draft } from '../../draft.ts'
import type { Spot } from '../../finding.ts'
import type { Rule } from '../rule.ts'
import { type Registering, registeringAt } from './strangers.ts'

/** Whoever comes for the first time sees every folder, as AList has it by itself too. */
export const rootBaseDir: Rule = draft => {
  const places = registeringAt(draft)
    // passwords are for accounts that an administrator made
    .filter(({ source, effective: { baseDir = '/' } }) => source.type !== 'local' && /^\/+$/.test(baseDir))
    .map(registering => placeOf(registering, draft))
  // several sources may have the default of the top level
  const once = new Map(places.map(place => [place.at.join(), place]))
  return [...once.values()].map(place => ({
    ...place,
    message: 'new accounts are confined to no folder: their base folder is /',
    help: 'write the folder that they are for, such as baseDir: /staff',
  }))
}

/** Where the file says it, or could have. */
function placeOf({ source, own }: Registering, { root }: Draft): Spot {
  const [here, above] = [[...source.path, 'autoRegister'], ['autoRegister']]
  if (own('baseDir')) return { at: [...here, 'baseDir'] }
  if (root.autoRegister?.baseDir !== undefined) return { at: [...above, 'baseDir'] }
  return { at: own('enabled') ? here : above, on: 'key' }
}
