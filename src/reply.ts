import { SsoError, type Step } from './errors.ts'

/** Where a reply came from, for the error that says it is wrong. */
interface Call {
  source: string
  step: Step
}

/**
 * Sends a request whose answer must be a JSON object and returns that object, whatever the HTTP status: vendors put
 * errors inside a 200 and data beside a 400, so the caller reads the status itself.
 * Throws `source_reply_invalid` for anything but a JSON object, with `retryAfterS` for the page of a busy gateway.
 */
export async function requestJson(
  fetch: (url: string | URL, init?: RequestInit) => Promise<Response>,
  call: Call,
  url: string | URL,
  init?: RequestInit,
): Promise<{ status: number; headers: Headers; body: unknown }> {
  const response = await fetch(url, init).catch(error => {
    throw error instanceof SsoError ? error.completed(call) : error
  })
  const text = await response.text()
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    const type = response.headers.get('content-type') ?? 'no content type'
    throw new SsoError('source_reply_invalid', {
      ...call,
      cause: `status ${response.status}, ${text.length} characters of ${type} where JSON was expected`,
      ...(busy.has(response.status) && { retryAfterS: secondsIn(response.headers.get('retry-after')) }),
    })
  }
  return { status: response.status, headers: response.headers, body }
}

/** RFC 9110 §15, RFC 6585 §4. */
const busy: ReadonlySet<number> = new Set([429, 502, 503, 504])

/** RFC 9110 §10.2.3; the form with a date, and none at all, count as one second. */
const secondsIn = (retryAfter: string | null): number =>
  /^\d{1,5}$/.test(retryAfter ?? '') ? Number(retryAfter) : 1

/** Typed reading of a reply; each getter throws `source_reply_invalid` and names the field. */
export interface Fields {
  /** A non-empty string. */
  string(name: string): string
  /** A bearer value: visible ASCII only, so that it can stand in a header (RFC 6750 §2.1) and in no error text. */
  token(name: string): string
  /** A non-empty string, or undefined where it is absent, null or empty. */
  optional(name: string): string | undefined
  /** An id that some vendors send as a number: a safe integer above zero becomes its decimal text. */
  id(name: string): string
  /** A code that comes as a number or as text, as text. */
  numberOrText(name: string): string
  number(name: string): number | undefined
  boolean(name: string): boolean | undefined
  object(name: string): Fields
  strings(name: string): string[]
}

export const isToken = (text: string): boolean => /^[\x21-\x7e]+$/.test(text)

export function fields(value: unknown, call: Call): Fields {
  const wrong = (name: string, expected: string) =>
    new SsoError('source_reply_invalid', { ...call, cause: `"${name}" is not ${expected}` })
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('reply', 'an object')
  const get = (name: string): unknown =>
    Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined

  const reader: Fields = {
    string(name) {
      const found = get(name)
      if (typeof found !== 'string' || found === '') throw wrong(name, 'a non-empty string')
      return found
    },
    token(name) {
      const found = reader.string(name)
      if (!isToken(found)) throw wrong(name, 'a token')
      return found
    },
    optional(name) {
      const found = get(name)
      if (found === undefined || found === null || found === '') return undefined
      if (typeof found !== 'string') throw wrong(name, 'a string')
      return found
    },
    id(name) {
      const found = get(name)
      if (typeof found !== 'number') return reader.string(name)
      // a number above 2^53 has already lost digits: it could be somebody else's id
      if (!Number.isSafeInteger(found) || found <= 0) throw wrong(name, 'an id')
      return String(found)
    },
    numberOrText(name) {
      const found = get(name)
      return typeof found === 'number' ? String(found) : reader.string(name)
    },
    number(name) {
      const found = get(name)
      if (found === undefined || found === null) return undefined
      if (typeof found !== 'number') throw wrong(name, 'a number')
      return found
    },
    boolean(name) {
      const found = get(name)
      if (found === undefined || found === null) return undefined
      if (typeof found !== 'boolean') throw wrong(name, 'true or false')
      return found
    },
    object: name => fields(get(name), call),
    strings(name) {
      const found = get(name)
      if (found === undefined || found === null) return []
      if (!Array.isArray(found) || !found.every(item => typeof item === 'string'))
        throw wrong(name, 'a list of strings')
      return found
    },
  }
  return reader
}
