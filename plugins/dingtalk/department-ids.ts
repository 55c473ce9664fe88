import { SsoError } from 'sso-kit/plugin'

interface Call {
  source: string
  step: 'profile'
}

/**
 * The department ids under a name of a reply, as text. DingTalk sends numbers, and its documents show text. Ids below 1
 * are those of the home-school directory (家校通讯录), which is another one.
 */
export function idsIn(reply: unknown, name: string, call: Call): string[] {
  const found = typeof reply === 'object' && reply !== null ? Reflect.get(reply, name) : undefined
  if (found === undefined || found === null) return []
  if (!Array.isArray(found)) throw wrong(name, 'a list', call)
  return found
    .map((id: unknown) => {
      const text = String(id)
      if (!/^-?\d{1,15}$/.test(text)) throw wrong(name, 'a list of ids', call)
      return text
    })
    .filter(id => !/^(?:-|0)/.test(id))
}

const wrong = (name: string, expected: string, call: Call) =>
  new SsoError('source_reply_invalid', { ...call, cause: `"${name}" is not ${expected}` })
