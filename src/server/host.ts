import type { RequestHandler } from 'express'
import { SsoError } from '../errors.ts'

/** Answers only to the name in `publicUrl`: what is built from it must not be reachable under another one. */
export function onlyPublicHost(publicUrl: string): RequestHandler {
  const { host } = new URL(publicUrl)
  return (request, _response, next) => {
    const named = request.rawHeaders.filter(
      (header, index) => index % 2 === 0 && header.toLowerCase() === 'host',
    ).length
    const foreignForm = !request.url.startsWith('/')
    if (named !== 1 || foreignForm || request.headers.host?.toLowerCase() !== host) {
      return next(
        new SsoError('host_unknown', {
          cause: `host ${String(request.headers.host).slice(0, 100)}, and publicUrl has ${host}`,
        }),
      )
    }
    next()
  }
}
