import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { Draft } from '../../draft.ts'
import { quote } from '../../words.ts'
import { inRepeated } from '../id/twins.ts'
import { repeated } from '../repeated.ts'
import type { Rule } from '../rule.ts'

interface Host {
  readonly at: Path
  /** Without its port: cookies know none (RFC 6265, section 8.5), so that two sites of one host have each other's. */
  readonly host: string
  readonly app: Path
}

/** A host belongs to one app, and that of this server to none: the one who asks would get the wrong answer, or its cookies. */
export const hostTaken: Rule = draft => {
  const hosts = hostsOf(draft)
  const { publicUrl } = draft.root
  const own = publicUrl !== undefined && URL.canParse(publicUrl) ? new URL(publicUrl).hostname : undefined
  return [
    ...hosts
      .filter(({ host }) => host === own)
      .map(({ at, host }) => ({
        at,
        message: `${quote(host)} is the host of this server itself`,
        help: 'name the host of the site that is protected',
        related: [{ at: ['publicUrl'], message: 'the address of this server' }],
      })),
    ...repeated(
      hosts.filter(({ host }) => host !== own),
      ({ host }) => host,
    )
      .filter(({ again, first }) => again.app !== first.app)
      .map(({ again: { at, host }, first }) => ({
        at,
        message: `two apps have the host ${quote(host)}`,
        label: 'again here',
        help: 'keep it in one of them',
        related: [{ at: first.at, message: 'first here' }],
      })),
  ]
}

function hostsOf(draft: Draft): Host[] {
  const isRepeated = inRepeated(draft)
  return draft.apps
    .filter(({ type, path }) => type === 'forward-auth' && !isRepeated(path))
    .flatMap(({ path, options: { hosts } }) =>
      Array.isArray(hosts)
        ? hosts.map((host: string, index) => ({
            at: [...path, 'hosts', index],
            host: host.replace(/:\d+$/, ''),
            app: path,
          }))
        : [],
    )
}
