import { list, quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

const placeholders = ['username', 'email', 'employeeNumber', 'id']

/** Alibaba Cloud takes 2 to 32 of A-Z a-z 0-9 - _ . @ = , + and gives no reason when it refuses (facts: role SSO). */
export const sessionName: Rule = ({ apps }) =>
  apps
    .filter(({ type, options }) => type === 'alibaba-cloud' && options.sso === 'role')
    .flatMap(({ path, options: { sessionName: template } }) => {
      // what belongs to another way of writing templates has a rule of its own
      const isOurs = typeof template === 'string' && !/\$\{|\{\{/.test(template)
      const why = isOurs ? reason(template) : undefined
      return why === undefined ? [] : [{ at: [...path, 'sessionName'], ...why }]
    })

function reason(template: string): { message: string; help: string } | undefined {
  const names = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name)
  const strange = names.find(name => !placeholders.includes(name))
  if (strange !== undefined)
    return {
      message: `a session name has no ${quote(`{${strange}}`)}`,
      help: `use ${placeholders.map(name => `{${name}}`).join(', ')}; a display name may be in Han, which Alibaba Cloud refuses`,
    }
  const fixed = template.replace(/\{[^{}]*\}/g, '')
  const wrong = [...new Set(fixed)].filter(letter => !/[A-Za-z0-9_.@=,+-]/.test(letter))
  if (wrong.length > 0)
    return {
      message: `a session name cannot have ${list(wrong)}`,
      help: 'use A-Z, a-z, 0-9 and - _ . @ = , + around the placeholders',
    }
  if (names.length === 0)
    return {
      message: 'everybody would have the same session name',
      help: 'write sessionName: "{username}", so that the audit log tells people apart',
    }
  return fixed.length > 24
    ? { message: 'the fixed part leaves no room for a name: 32 characters in all', help: 'shorten it' }
    : undefined
}
