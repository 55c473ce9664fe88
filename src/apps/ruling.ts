import type { AccessStep } from './access.ts'
import type { Explanation } from './explain.ts'

/** What decided, one sentence for each part of it. */
export function ruling({ by, steps, app, unsayable }: Explanation): string[] {
  if (by === 'roles' || by === 'statement') {
    const yes = steps.length === 0 ? ['yes: allow is everyone'] : steps.map(step)
    const no = by === 'roles' ? `none of the roles of ${app} is for them` : unsayable
    return [...yes, `no: ${no}`]
  }
  if (by === 'account-disabled') return ['no: the account is disabled']
  if (by === 'app-closed') return [`no: the file has closed ${app}`]
  if (by === 'everyone') return ['yes: allow is everyone']
  if (steps.length === 0) return ['no: allow has no list']
  return steps.map(step)
}

const step = ({ key, wanted, met }: AccessStep): string => {
  const list = `allow.${key} [${wanted.join(', ')}]`
  if (met !== undefined) return `yes by ${list}: has ${met}`
  return `no by ${list}: ${wanted.length === 0 ? 'an empty list lets nobody in' : 'has none of them'}`
}
