import { withAppDefaults } from '../../app-defaults.ts'
import type { DraftApp, DraftSource } from '../../draft.ts'
import { quote } from '../../words.ts'
import { strangersAt } from '../autoregister/strangers.ts'
import type { Rule } from '../rule.ts'

/** By the way into Alibaba Cloud: the key that names people there, what is chosen with it, and another value of it. */
const ways: Readonly<Record<string, { key: string; chosen: string; instead: string }>> = {
  role: { key: 'sessionName', chosen: 'what the audit log calls them', instead: '{id}' },
  user: { key: 'userName', chosen: 'whose RAM user they are', instead: '{employeeNumber}' },
  cloudsso: { key: 'userName', chosen: 'whose user of CloudSSO they are', instead: '{employeeNumber}' },
}

/** At a public source people choose what they are called, and the first of a name who is registered here has it. */
export const chosenUsername: Rule = draft => {
  const choosing = strangersAt(draft).map(({ source }) => source)
  return draft.apps
    .filter(({ type, failed, host }) => type === 'alibaba-cloud' && failed.size === 0 && host.enabled)
    .flatMap(app => {
      const way = ways[String(app.options.sso)]
      const source = choosing.find(each => letsIn(app, each))
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

/** For certain: who has the groups or departments of a list, the file does not tell. */
const letsIn = ({ host: { allow } }: DraftApp, { host: { id = '' } }: DraftSource): boolean =>
  allow === 'everyone' ||
  (allow !== undefined && Object.keys(allow).length === 1 && allow.sources?.includes(id) === true)
