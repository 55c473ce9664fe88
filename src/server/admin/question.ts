import type { Request } from 'express'

/** A parameter of the address, trimmed and no longer than a name may be; undefined where it is empty or came twice. */
export function asked({ query }: Request, name: string): string | undefined {
  const value = query[name]
  const text = typeof value === 'string' ? value.slice(0, 255).trim() : ''
  return text === '' ? undefined : text
}
