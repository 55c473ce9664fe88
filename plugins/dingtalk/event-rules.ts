import type { Common, Finding } from 'sso-kit/plugin'

/** HTTP push is signed with two keys of the console; a connection has none: whoever opens it is known by the app's secret. */
export function eventKeys({ events }: Common): Finding[] {
  if (typeof events !== 'object') return []
  const missing = keys.filter(key => events[key] === undefined)
  const present = keys.filter(key => !missing.includes(key))
  const [first] = present
  if (events.mode === 'stream')
    return first === undefined
      ? []
      : [
          {
            rule: 'dingtalk/event-keys',
            severity: 'error',
            at: ['events', first],
            message: `${present.map(key => `"${key}"`).join(' and ')} ${missing.length > 0 ? 'signs' : 'sign'} events of mode "http", and the mode is "stream"`,
            help: `remove ${present.join(' and ')}, or write mode: http${missing.map(key => ` and add ${examples[key]}`).join('')}`,
          },
        ]
  if (missing.length === 0) return []
  return [
    {
      rule: 'dingtalk/event-keys',
      severity: 'error',
      at: ['events'],
      message: `events of mode "http" cannot be checked without ${missing.join(' and ')}`,
      help: `add ${missing.map(key => examples[key]).join(' and ')}, or write ${missing.length < keys.length ? 'events: { mode: stream }' : 'mode: stream'}`,
    },
  ]
}

const keys = ['aesKey', 'token'] as const

const examples: Readonly<Record<(typeof keys)[number], string>> = {
  aesKey: 'aesKey: { env: DINGTALK_AES_KEY }',
  token: 'token: { env: DINGTALK_EVENT_TOKEN }',
}
