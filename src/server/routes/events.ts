import express, { type Request, type Response, type Router } from 'express'
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
  const { config, sources, limits } = site
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
      await site.take(open, event)
      response.statusCode = event.reply.status
      response.setHeader('Content-Type', event.reply.headers.get('content-type') ?? 'application/json')
      response.end(Buffer.from(await event.reply.arrayBuffer()))
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
