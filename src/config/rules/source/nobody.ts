import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** As `app/nobody`, for the sign-in itself. */
export const sourceNobody: Rule = ({ sources, parsed: { positions } }) =>
  sources
    .filter(({ host: { enabled } }) => enabled !== false)
    .flatMap(({ path, host: { allow = {}, name, id = '' } }) =>
      Object.entries(allow)
        .filter(([, wanted]) => wanted.length === 0)
        .slice(0, 1)
        .map(([key]) => ({
          at: [...path, 'allow', ...(positions.has([...path, 'allow', key]) ? [key] : [])],
          message: `nobody may sign in by ${quote(name ?? id)}: an empty list is met by nobody`,
          help: 'name who may, or write enabled: false',
        })),
    )
