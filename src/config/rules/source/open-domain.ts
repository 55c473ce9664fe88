import { isMailProvider } from '../../../mail-providers.ts'
import { quote } from '../../words.ts'
import { strangersAt } from '../autoregister/strangers.ts'
import type { Rule } from '../rule.ts'

/** An entry that lets in whoever opens a mailbox is a limit in name only. A warning: those people may be meant. */
export const openDomain: Rule = draft => {
  // hardly any file has one
  if (!draft.sources.some(({ host }) => host.allow?.domains?.some(isMailProvider))) return []
  return strangersAt(draft).flatMap(({ source: { path, host } }) =>
    (host.allow?.domains ?? []).flatMap((domain, index) =>
      isMailProvider(domain)
        ? [
            {
              at: [...path, 'allow', 'domains', index],
              message: `anybody can have an address at ${quote(domain)}, and would get an account here`,
              help: 'write a domain of an organisation in its place, or set autoRegister: { enabled: false } for this source',
              related: [{ at: [...path, 'type'], message: 'public identity source' }],
            },
          ]
        : [],
    ),
  )
}
