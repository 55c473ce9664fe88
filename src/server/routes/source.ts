import type { Request } from 'express'
import { SsoError } from '../../errors.ts'
import type { Site } from '../site.ts'
import type { OpenSource } from '../sources.ts'

/** The source an address names; throws for one that is not there or is closed. */
export function sourceOf({ sources }: Site, request: Request): OpenSource {
  const id = String(request.params.source)
  const found = sources.get(id)
  if (!found) throw new SsoError('source_unknown')
  if (!found.config.enabled) throw new SsoError('source_closed', { source: id, step: 'start' })
  return found
}
