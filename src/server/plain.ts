import type { Config } from '../config/config.ts'
import { isReference, read, type Surroundings } from '../config/secrets.ts'
import { Halt } from '../errors.ts'
import type { OutboundSettings } from './outbound.ts'
import { together } from './together.ts'

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

/** The way out as the file has it. Throws {@link Halt}. */
export async function outboundSettings(
  { outbound }: Config,
  surroundings: Surroundings,
): Promise<OutboundSettings> {
  const [proxy, ca] = await together(
    () => outbound.proxy && plain('outbound.proxy', outbound.proxy, surroundings),
    () => outbound.ca && plain('outbound.ca', outbound.ca, surroundings),
  )
  // where the file says it itself, its schema has seen to that
  if (proxy !== undefined && !(URL.canParse(proxy) && /^https?:/.test(proxy)))
    throw new Halt('outbound.proxy is no address', 'give one such as http://proxy.example.com:3128')
  return { allowPrivate: outbound.allowPrivate, proxy, ca }
}
