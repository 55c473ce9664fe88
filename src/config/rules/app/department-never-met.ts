import type { RuleFinding } from '../../finding.ts'
import { list, quote } from '../../words.ts'
import { isPath, isWholePath } from '../department-path.ts'
import type { Rule } from '../rule.ts'
import { type Teller, tellersOf } from '../tellers.ts'

/** As `grant/never-met`, for the departments of an app's `allow`: a list there cannot name the source that it means. */
export const departmentNeverMet: Rule = draft => {
  const tellers = tellersOf(draft).filter(({ isOpen }) => isOpen)
  if (tellers.length === 0) return []
  return draft.apps
    .filter(({ host: { enabled } }) => enabled !== false)
    .flatMap(({ path, host: { allow, name, id = '' } }): RuleFinding[] => {
      const [first, ...others] = (typeof allow === 'object' && allow.departments) || []
      // nobody is in an empty list, and that is told as such
      if (first === undefined || [first, ...others].some(entry => tellers.some(tells(entry)))) return []
      const why = reason(first, tellers)
      return [
        {
          at: [...path, 'allow', 'departments'],
          on: 'key',
          message: `nobody may enter ${quote(name ?? id)}: ${why.message}`,
          help: why.help,
        },
      ]
    })
}

const tells =
  (entry: string) =>
  ({ departments, paths }: Teller): boolean =>
    departments === true && (!isPath(entry) || (paths && isWholePath(entry)))

function reason(entry: string, tellers: readonly Teller[]): Pick<RuleFinding, 'message' | 'help'> {
  const whole = tellers.filter(({ departments }) => departments === true)
  if (whole.length > 0)
    return {
      message: `${naming(whole)} no path ${quote(entry)}`,
      help: isWholePath(entry)
        ? 'write the id of the department, or let accounts follow the whole directory: scope: all'
        : 'write every name from the top down, with one slash before each: /example/研发部',
    }
  const [open, ...more] = tellers.filter(({ departments }) => departments === 'named')
  if (open === undefined)
    return {
      message: `${naming(tellers)} no departments`,
      help: 'ask for something that is told, such as a group, or add a source that tells departments',
    }
  return {
    message: `anybody may get an account at ${list([open, ...more].map(({ id }) => id))}, so its departments count only where a condition names it`,
    help: `ask for a group here, and give it by a grant: when: { source: ${open.id}, department: … }, groups: […]`,
  }
}

function naming(tellers: readonly Teller[]): string {
  const isOne = tellers.length === 1
  return `the ${isOne ? 'source' : 'sources'} ${list(tellers.map(({ id }) => id))} ${isOne ? 'tells' : 'tell'}`
}
