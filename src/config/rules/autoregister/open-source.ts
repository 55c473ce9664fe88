import type { Draft, DraftSource } from '../../draft.ts'
import type { RuleFinding } from '../../finding.ts'
import { list, quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { isLimited, openedBy, type Registering, strangersAt } from './strangers.ts'

/** Anyone can get an account at a public vendor, so someone has to say who may come in here. */
export const openSource: Rule = draft =>
  strangersAt(draft)
    .filter(({ source }) => !isLimited(source))
    .map(registering => finding(registering, draft))

function finding({ source, own }: Registering, { root }: Draft): RuleFinding {
  const { path, plugin, type, host } = source
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
        : limitsOf(plugin, opener !== undefined)),
      here ? 'set enabled: false' : 'set autoRegister: { enabled: false } for this source',
    ].join(', or '),
    related: [related],
  }
}

/** Where an option has opened the source, its first key is what that option left open; the others name people within. */
function limitsOf({ allow = {} }: DraftSource['plugin'], isOpened: boolean): string[] {
  const [first, ...others] = Object.keys(allow)
  if (first === undefined) return []
  const instead = isOpened || others.length === 0 ? '' : ` (or ${list(others, 'or')})`
  return [`add allow: { ${first}: […] }${instead}`]
}
