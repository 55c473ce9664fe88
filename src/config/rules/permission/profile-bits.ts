import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** In a profile of one's own every name is one bit, and every bit has one name. */
export const profileBits: Rule = ({ root }) => {
  const { permissionProfile } = root
  if (typeof permissionProfile !== 'object') return []
  const entries = Object.entries(permissionProfile)
  return entries.flatMap(([name, value], index) => {
    const at = ['permissionProfile', name]
    if ((value & (value - 1)) !== 0)
      return [{ at, message: `${value} is not one bit`, help: 'write a power of two: 1, 2, 4, 8, …' }]
    const first = entries.slice(0, index).find(([, other]) => other === value)
    if (first === undefined) return []
    return [
      {
        at,
        message: `${quote(name)} and ${quote(first[0])} are the same bit`,
        help: 'give each name a value of its own',
        related: [{ at: ['permissionProfile', first[0]], message: 'first here' }],
      },
    ]
  })
}
