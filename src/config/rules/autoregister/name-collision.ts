import type { Rule } from '../rule.ts'
import { registeringAt } from './strangers.ts'

/** Sooner or later two people come with one username, and a reviewer should find in the file what then happens. */
export const nameCollision: Rule = draft => {
  const unsaid = registeringAt(draft).filter(
    // names of passwords are given by an administrator
    ({ source, effective }) => source.type !== 'local' && effective.onNameCollision === undefined,
  )
  const places = unsaid.map(({ source, own }) => [...(own('enabled') ? source.path : []), 'autoRegister'])
  // several sources may have what the top level says
  const once = new Map(places.map(at => [at.join(), at]))
  return [...once.values()].map(at => ({
    at,
    on: 'key' as const,
    message:
      'what a second person of one username gets is not said: the default is the name with a part of the subject',
    help: 'write onNameCollision: append-subject, or onNameCollision: refuse',
  }))
}
