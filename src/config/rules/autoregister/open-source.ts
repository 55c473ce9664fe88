import type { Draft } from '../../draft.ts'
import type { RuleFinding } from '../../finding.ts'
import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { limitsOf, openedBy, type Registering, unlimitedAt } from './strangers.ts'

/** Anyone can get an account at a public vendor, so someone has to say who may come in here. */
export const openSource: Rule = draft => unlimitedAt(draft).map(registering => finding(registering, draft))

function finding({ source, own }: Registering, { root }: Draft): RuleFinding {
  const { path, type, host } = source
  const here = own('enabled')
  const opener = openedBy(source)
  const open = opener
    ? { at: [...path, opener.key], message: 'with this anybody may come' }
    : { at: [...path, 'type'], message: 'public identity source' }
  const switchedOn = {
    at: [...path, 'autoRegister', 'enabled'],
    message: 'accounts are made at the first sign-in',
  }
  const above = {
    at: ['autoRegister', 'enabled'],
    message: 'accounts are made at the first sign-in, for every source',
  }
  const registers = here ? switchedOn : root.autoRegister === undefined ? open : above
  const [marked, related] = here && !opener?.isNeedless ? [registers, open] : [open, registers]
  return {
    at: marked.at,
    label: marked.message,
    message: `anyone who has an account at ${quote(host.name ?? type)} would get an account here`,
    help: [
      ...(opener?.isNeedless
        ? [`remove ${opener.key}: ${opener.value}`]
        : limitsOf(source, opener !== undefined)),
      here ? 'set enabled: false' : 'set autoRegister: { enabled: false } for this source',
    ].join(', or '),
    related: [related],
  }
}
