import type { Config } from '../config/config.ts'
import { isReference, read, type Surroundings } from '../config/secrets.ts'
import { Halt } from '../errors.ts'
import { createOutbound, type Outbound, type OutboundLimits } from './outbound.ts'

/** A value that may be written as a reference although it is no secret. */
export function plain(
  key: string,
  value: Parameters<typeof read>[0] | string,
  surroundings: Surroundings,
): string {
  if (!isReference(value)) return value
  try {
    return read(value, surroundings)
  } catch (error) {
    throw new Halt(`${key}: ${(error as Error).message}`)
  }
}

/** The way out as the file has it. */
export function outboundOf(
  { outbound }: Config,
  surroundings: Surroundings,
  limits?: OutboundLimits,
): Outbound {
  const proxy = outbound.proxy && plain('outbound.proxy', outbound.proxy, surroundings)
  // where the file says it itself, its schema has seen to that
  if (proxy !== undefined && !(URL.canParse(proxy) && /^https?:/.test(proxy)))
    throw new Halt('outbound.proxy is no address', 'give one such as http://proxy.example.com:3128')
  const ca = outbound.ca && plain('outbound.ca', outbound.ca, surroundings)
  return createOutbound({ allowPrivate: outbound.allowPrivate, proxy, ca }, limits)
}
