import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** Every list has to be met, and nothing is in an empty one. */
export const nobody: Rule = ({ apps }) =>
  apps
    .filter(({ host: { enabled } }) => enabled !== false)
    .flatMap(({ path, host: { allow, name, id = '' } }) =>
      typeof allow !== 'object'
        ? []
        : Object.entries(allow)
            .filter(([, wanted]) => wanted.length === 0)
            .slice(0, 1)
            .map(([key]) => ({
              at: [...path, 'allow', key],
              message: `nobody may enter ${quote(name ?? id)}: an empty list is met by nobody`,
              help: `name who may, or write enabled: false`,
            })),
    )
