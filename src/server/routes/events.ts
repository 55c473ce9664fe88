import express, { type Router } from 'express'
import { keep } from '../../directory/events.ts'
import { SsoError } from '../../errors.ts'
import { tell } from '../failures.ts'
import type { Site } from '../site.ts'

/** Directories push a few lines; more than this is nobody's event. */
const longest = 262_144

/**
 * `POST /events/{source}`: changes that a directory pushes. It is acknowledged when it is kept; whatever is wrong with it
 * gets the same answer.
 */
export function eventRoutes(router: Router, site: Site): void {
  const { config, sources, storage, log, now, random, limits } = site
  // what is not read as it came cannot be checked
  const body = express.raw({ type: 'application/json', limit: longest, inflate: false })

  router.post('/events/:source', body, async (request, response) => {
    const open = sources.get(request.params.source)
    const receive = open?.source.directory?.receive
    if (!open || !receive) throw new SsoError('not_found')
    response.locals.unspoken = open.secrets
    try {
      const event = await receive(
        new Request(new URL(request.originalUrl, config.publicUrl), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: Buffer.isBuffer(request.body) ? new Uint8Array(request.body) : '',
        }),
      )
      const applying = {
        source: open.config,
        config,
        now: now(),
        newId: () => random(16).toString('hex'),
      }
      const kept = await keep(storage, event, applying)
      log.info({ source: open.config.id, event: event.id, kept, changes: event.changes.length }, 'event')
      response
        .status(event.reply.status)
        .type(event.reply.headers.get('content-type') ?? 'application/json')
        .send(Buffer.from(await event.reply.arrayBuffer()))
      if (kept === 'kept') site.nudge()
    } catch (thrown) {
      if (!(thrown instanceof SsoError) || thrown.code !== 'request_invalid') throw thrown
      // the good ones are never counted
      await limits.badEvent(request.ip ?? '')
      tell(site, thrown, request, response)
      response.status(400).json({ error: 'request_invalid' })
    }
  })
}
