import type { DraftSource } from '../../draft.ts'
import { quote } from '../../words.ts'
import { unlimitedAt } from '../autoregister/strangers.ts'
import { guarded, ifSound } from '../guarded.ts'
import type { Rule } from '../rule.ts'

/** A subject is one person only beside its issuer: where a source has several, another may call somebody else so. */
export const anyIssuer: Rule = draft =>
  (draft.root.admins ?? []).flatMap(({ source: id, issuer }, index) => {
    const source = draft.sources.find(({ host }) => host.id === id)
    if (issuer !== undefined || source === undefined || !hasMany(source)) return []
    // whom it lets in at all has to be said first
    if (unlimitedAt(draft).some(unlimited => unlimited.source === source)) return []
    return [
      {
        at: ['admins', index],
        on: 'first' as const,
        message: `this administrator may come from any issuer of ${quote(id)}`,
        help: 'add issuer: …, which sso-kit accounts show NAME tells beside the subject',
        related: [{ at: [...source.path, 'type'], message: 'its people come from many issuers' }],
      },
    ]
  })

const hasMany = ({ plugin, options, failed }: DraftSource): boolean =>
  ifSound(() => plugin.manyIssuers?.(guarded(options, failed))) ?? false
