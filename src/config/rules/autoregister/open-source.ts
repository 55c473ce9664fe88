import type { Draft } from '../../draft.ts'
import { list, quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { isLimited, type Registering, strangersAt } from './strangers.ts'

/** Anyone can get an account at a public vendor, so someone has to say who may come in here. */
export const openSource: Rule = draft =>
  strangersAt(draft)
    .filter(({ source }) => !isLimited(source))
    .map(registering => finding(registering, draft))

function finding({ source, own }: Registering, { root }: Draft) {
  const here = own('enabled')
  const [first, ...others] = Object.keys(source.plugin.allow ?? {})
  const type = { at: [...source.path, 'type'], message: 'public identity source' }
  const switchedOn = {
    at: [...source.path, 'autoRegister', 'enabled'],
    message: 'accounts are made at the first sign-in',
  }
  const above = {
    at: ['autoRegister', 'enabled'],
    message: 'accounts are made at the first sign-in, for every source',
  }
  const off = here ? 'set enabled: false' : 'set autoRegister: { enabled: false } for this source'
  const limit = `add allow: { ${first}: [example${first === 'domains' ? '.com' : ''}] }`
  return {
    at: here ? switchedOn.at : type.at,
    label: here ? switchedOn.message : type.message,
    message: `anyone who has an account at ${quote(source.host.name ?? source.type)} would get an account here`,
    help:
      first === undefined
        ? off
        : `${limit}${others.length > 0 ? ` (or ${list(others, 'or')})` : ''}, or ${off}`,
    related: [here ? type : root.autoRegister === undefined ? type : above],
  }
}
