import { errors } from './errors.ts'
import type { Options } from './index.ts'
import type { Answer, MethodRow, Parameters } from './oapi.ts'
import type { Subscriptions } from './pusher.ts'

/** The subscription by calls instead of the console; its owner is the organisation (§5.2, §5.4). */
export function callbackMethods({ corpId }: Options, pusher: Subscriptions): MethodRow[] {
  async function accept(parameters: Parameters): Promise<Answer> {
    const { call_back_tag, token, aes_key, url } = Object.fromEntries(parameters)
    // §5.1: 6–63 characters here, 3–32 in the console
    if (!matches(token, /^[0-9A-Za-z]{6,63}$/) || !matches(aes_key, /^[0-9A-Za-z]{43}$/))
      return errors.noParameter
    if (!matches(url, /^https?:\/\//) || !URL.canParse(url)) return errors.noParameter
    if (!Array.isArray(call_back_tag) || call_back_tag.length === 0) return errors.noParameter
    const wanted = new Set(call_back_tag.map(String))
    const isRight = await pusher.accept({ url, token, aesKey: aes_key, owner: corpId, tags: wanted })
    return isRight ? { beside: {} } : errors.callbackFailed
  }

  const register = (parameters: Parameters) =>
    pusher.subscription ? errors.callbackExists : accept(parameters)
  const update = (parameters: Parameters) => (pusher.subscription ? accept(parameters) : errors.noCallback)

  function get(): Answer {
    if (!pusher.subscription) return errors.noCallback
    const { tags, token, aesKey, url } = pusher.subscription
    return { beside: { call_back_tag: [...tags], token, aes_key: aesKey, url } }
  }

  function remove(): Answer {
    if (!pusher.subscription) return errors.noCallback
    pusher.subscription = undefined
    return { beside: {} }
  }

  return [
    ['/call_back/register_call_back', 'qyapi_base', register],
    ['/call_back/update_call_back', 'qyapi_base', update],
    ['/call_back/get_call_back', 'qyapi_base', get],
    ['/call_back/delete_call_back', 'qyapi_base', remove],
    ['/call_back/get_call_back_failed_result', 'qyapi_base', () => ({ beside: pusher.takeFailed() })],
  ]
}

function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value)
}
