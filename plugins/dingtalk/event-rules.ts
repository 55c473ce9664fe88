import type { Common, Finding } from 'sso-kit/plugin'

/** HTTP push is signed with two keys of the console; a connection has none: whoever opens it is known by the app's secret. */
export function eventKeys({ events }: Common): Finding[] {
  if (typeof events !== 'object') return []
  const keys = ['aesKey', 'token']
  if (events.mode === 'stream')
    return keys
      .filter(key => events[key] !== undefined)
      .map(key => ({
        rule: 'dingtalk/event-keys',
        severity: 'error',
        at: ['events', key],
        message: `"${key}" signs events of mode "http", and the mode is "stream"`,
        help: `remove ${key}, or write mode: http`,
      }))
  const missing = keys.filter(key => events[key] === undefined)
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

const examples: Readonly<Record<string, string>> = {
  aesKey: 'aesKey: { env: DINGTALK_AES_KEY }',
  token: 'token: { env: DINGTALK_EVENT_TOKEN }',
}
