import express, { type Request, type Response, type Router } from 'express'
import { keeping } from '../../directory/events.ts'
import { SsoError } from '../../errors.ts'
import { asSsoError, tell } from '../failures.ts'
import type { Site } from '../site.ts'

/** Directories push a few lines; more than this is nobody's event. */
const longest = 262_144

/**
 * `POST /events/{source}`: changes that a directory pushes. It is acknowledged when it is kept; whatever is wrong with it
 * gets the same answer.
 */
export function eventRoutes(router: Router, site: Site): void {
  const { config, sources, storage, log, now, random, limits } = site
  const keep = keeping(storage)
  // what is not read as it came cannot be checked
  const body = express.raw({ type: 'application/json', limit: longest, inflate: false })
  // within the route: a body that is refused is a bad event, too
  const readBody = (request: Request, response: Response) =>
    new Promise<void>((done, fail) => body(request, response, error => (error ? fail(error) : done())))

  router.post('/events/:source', async (request, response) => {
    const open = sources.get(request.params.source)
    const receive = open?.source.directory?.receive
    if (!open || !receive) throw new SsoError('not_found')
    response.locals.unspoken = open.secrets
    try {
      await readBody(request, response)
      const event = await receive(
        new globalThis.Request(new URL(request.originalUrl, config.publicUrl), {
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
      const kept = await keep(event, applying)
      // who has left by it is out by now
      if (kept === 'kept') site.tellApps()
      log.info({ source: open.config.id, event: event.id, kept, changes: event.changes.length }, 'event')
      response.statusCode = event.reply.status
      response.setHeader('Content-Type', event.reply.headers.get('content-type') ?? 'application/json')
      response.end(Buffer.from(await event.reply.arrayBuffer()))
      if (kept === 'kept') site.nudge()
    } catch (thrown) {
      const error = asSsoError(thrown)
      if (error.code !== 'request_invalid') throw error
      // the good ones are never counted
      await limits.badEvent(request.ip ?? '')
      tell(site, error, request, response)
      response.status(400).json({ error: 'request_invalid' })
    }
  })
}
