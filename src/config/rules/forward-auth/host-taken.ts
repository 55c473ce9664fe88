import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { RuleFinding } from '../../finding.ts'
import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** A host belongs to one app, and that of this server to none: the one who asks would get the wrong answer. */
export const hostTaken: Rule = ({ root: { publicUrl }, apps }) => {
  const hosts = apps
    .filter(({ type }) => type === 'forward-auth')
    .flatMap(({ path, options: { hosts } }) =>
      Array.isArray(hosts)
        ? hosts.map((host: string, index): { at: Path; host: string; app: Path } => ({
            at: [...path, 'hosts', index],
            host: host.replace(/:443$/, ''),
            app: path,
          }))
        : [],
    )
  const own = publicUrl !== undefined && URL.canParse(publicUrl) ? new URL(publicUrl).host : undefined
  return hosts.flatMap(({ at, host, app }, place): RuleFinding[] => {
    if (host === own)
      return [
        {
          at,
          message: `${quote(host)} is the host of this server itself`,
          help: 'name the host of the site that is protected',
          related: [{ at: ['publicUrl'], message: 'the address of this server' }],
        },
      ]
    const first = hosts.slice(0, place).find(other => other.host === host && other.app !== app)
    return first === undefined
      ? []
      : [
          {
            at,
            message: `two apps have the host ${quote(host)}`,
            label: 'again here',
            help: 'keep it in one of them',
            related: [{ at: first.at, message: 'first here' }],
          },
        ]
  })
}
