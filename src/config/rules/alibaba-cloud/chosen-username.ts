import { withAppDefaults } from '../../app-defaults.ts'
import { quote } from '../../words.ts'
import { choosersOf } from '../app/choosers.ts'
import type { Rule } from '../rule.ts'

/** By the way into Alibaba Cloud: the key that names people there, what is chosen with it, and another value of it. */
const ways: Readonly<Record<string, { key: string; chosen: string; instead: string }>> = {
  role: { key: 'sessionName', chosen: 'what the audit log calls them', instead: '{id}' },
  user: { key: 'userName', chosen: 'whose RAM user they are', instead: '{employeeNumber}' },
  cloudsso: { key: 'userName', chosen: 'whose user of CloudSSO they are', instead: '{employeeNumber}' },
}

/** Whoever chooses what they are called chooses with it who they are there. */
export const chosenUsername: Rule = draft => {
  const chooserOf = choosersOf(draft)
  return draft.apps
    .filter(({ type, failed, host }) => type === 'alibaba-cloud' && failed.size === 0 && host.enabled)
    .flatMap(app => {
      const way = ways[String(app.options.sso)]
      const source = chooserOf(app)
      if (way === undefined || source === undefined) return []
      const named = withAppDefaults(app.type, app.host.id ?? '', app.options)[way.key]
      if (!String(named).includes('{username}')) return []
      const isWritten = draft.parsed.positions.has([...app.path, way.key])
      return [
        {
          at: [...app.path, isWritten ? way.key : 'sso'],
          message: `people of ${quote(source.host.name ?? source.type)} choose their username, and with it ${way.chosen}`,
          help: `write ${way.key}: ${quote(way.instead)}, or open the app to other sources alone: allow: { sources: […] }`,
          related: [{ at: [...source.path, 'type'], message: 'public identity source' }],
        },
      ]
    })
}
