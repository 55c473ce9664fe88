import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { Draft, DraftApp } from '../../draft.ts'
import { quote } from '../../words.ts'
import { inRepeated } from '../id/twins.ts'
import { repeated } from '../repeated.ts'
import type { Rule } from '../rule.ts'

/** The name by which an app is known in its protocol: the one who asks would not be known. */
export const sameClient: Rule = draft =>
  repeated(namesIn(draft), ({ protocol, name }) => `${protocol} ${name}`).map(
    ({ again: { at, protocol, name }, first }) => ({
      at,
      message: `two apps are called ${quote(name)} in ${protocol}`,
      label: 'again here',
      help:
        protocol === 'SAML'
          ? 'correct one entityId'
          : 'give one of them another clientId, here and in the app',
      related: [{ at: first.at, message: 'first here' }],
    }),
  )

function namesIn(draft: Draft) {
  const isRepeated = inRepeated(draft)
  return draft.apps.filter(({ path }) => !isRepeated(path)).flatMap(nameIn)
}

function nameIn({
  type,
  path,
  host,
  options,
  failed,
}: DraftApp): { at: Path; protocol: string; name: string }[] {
  if (type === 'saml')
    return typeof options.entityId === 'string'
      ? [{ at: [...path, 'entityId'], protocol: 'SAML', name: options.entityId }]
      : []
  if (!['oidc', 'alist'].includes(type) || failed.has('clientId')) return []
  const own = typeof options.clientId === 'string'
  const name = own ? String(options.clientId) : host.id
  return name === undefined
    ? []
    : [{ at: [...path, own ? 'clientId' : 'id'], protocol: 'OpenID Connect', name }]
}
