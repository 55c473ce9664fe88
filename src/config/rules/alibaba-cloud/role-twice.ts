import { isRecord } from '../../typed-lists.ts'
import { quote } from '../../words.ts'
import { repeated } from '../repeated.ts'
import type { Rule } from '../rule.ts'

/** Whoever meets one of two entries has the role already; a condition on the other one takes it from nobody. */
export const roleTwice: Rule = ({ apps }) =>
  apps
    .filter(({ type, failed }) => type === 'alibaba-cloud' && !failed.has('roles'))
    .flatMap(({ path, options: { roles, accountId } }) => {
      const entries = (Array.isArray(roles) ? roles : []).flatMap((entry: unknown, index) =>
        isRecord(entry)
          ? [{ index, role: String(entry.role), account: String(entry.accountId ?? accountId) }]
          : [],
      )
      return repeated(entries, ({ role, account }) => `${account} ${role}`).map(({ again, first }) => ({
        at: [...path, 'roles', again.index, 'role'],
        message: `the role ${quote(again.role)} is there twice`,
        label: 'again here',
        help: 'keep one entry; for several conditions write when: { any: [ … ] }',
        related: [{ at: [...path, 'roles', first.index, 'role'], message: 'first here' }],
      }))
    })
