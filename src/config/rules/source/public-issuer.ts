import type { Path } from '../../../diagnostics/diagnostic.ts'
import { isMailProvider } from '../../../mail-providers.ts'
import type { DraftSource } from '../../draft.ts'
import { isRecord } from '../../typed-lists.ts'
import { isLimited, limitsOf, registeringAt } from '../autoregister/strangers.ts'
import { tellsGroups } from '../groups.ts'
import type { Rule } from '../rule.ts'
import { whoComesFrom } from './public-vendors.ts'

/**
 * Where a type leaves it to the file whether a stranger can get an account, `public` may have been forgotten. A warning:
 * a vendor may close a single client to all but one organisation. Only where it matters: who may register, and whose
 * groups count.
 */
export const publicIssuer: Rule = draft => {
  const registering = registeringAt(draft)
  return draft.sources.filter(isUnmarked).flatMap(source => {
    const issuer = issuerOf(source)
    const who = issuer && whoComesFrom(issuer.text)
    if (who === undefined || issuer === undefined) return []
    const limited = isLimited(source)
    // the domains of mail providers keep nobody out, and source/open-domain says so of what is public
    const letsAllIn = !limited || (source.host.allow?.domains ?? []).some(isMailProvider)
    const isOpen = letsAllIn && registering.some(each => each.source === source)
    if (!isOpen && !tellsGroups(source)) return []
    return [
      {
        at: issuer.at,
        message: `${who} may come from here, and the source is not marked as public`,
        help: isOpen
          ? `${['write public: true', ...(limited ? [] : limitsOf(source))].join(' and ')}, or set autoRegister: { enabled: false }`
          : 'write public: true: then its groups count only where a condition names the source',
        ...(isOpen && {
          related: [{ at: [...source.path, 'type'], message: 'accounts are made at the first sign-in' }],
        }),
      },
    ]
  })
}

const isUnmarked = ({ options, host, failed }: DraftSource): boolean =>
  options.public === false && host.enabled !== false && !['public', 'allow'].some(key => failed.has(key))

function issuerOf({
  path,
  options: { issuer, identity },
}: DraftSource): { at: Path; text: string } | undefined {
  if (typeof issuer === 'string') return { at: [...path, 'issuer'], text: issuer }
  if (!isRecord(identity) || typeof identity.issuer !== 'string') return undefined
  return { at: [...path, 'identity', 'issuer'], text: identity.issuer }
}
