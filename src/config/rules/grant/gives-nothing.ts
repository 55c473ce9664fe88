import type { Rule } from '../rule.ts'

export const givesNothing: Rule = ({ grants, failed }) =>
  grants
    .filter(({ at }) => !failed.some(path => path[0] === at[0] && path[1] === at[1]))
    .filter(({ value: { groups = [], permissions, baseDir } }) => {
      const none =
        permissions === undefined ||
        permissions === 0 ||
        (Array.isArray(permissions) && permissions.length === 0)
      return groups.length === 0 && none && baseDir === undefined
    })
    .map(({ at }) => ({
      at,
      on: 'first' as const,
      message: 'this grant gives nothing',
      help: 'add groups, permissions or baseDir, or remove the grant',
    }))
