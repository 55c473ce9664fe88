import type { RequestHandler } from 'express'

/**
 * No script, no frame, nothing from elsewhere; style and forms only ours. `more` is what one page has besides, or, for
 * forms, instead. Browsers hold every redirect behind a form to `form-action`, too.
 */
export const contentPolicy = (...more: readonly string[]): string =>
  [
    "default-src 'none'",
    ...more,
    "style-src 'self'",
    "img-src 'self' data:",
    ...(more.some(directive => directive.startsWith('form-action ')) ? [] : ["form-action 'self'"]),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/**
 * For a page of ours that a proxy shows under the name of another site: nothing but its stylesheet, which is at our address.
 * A comma or semicolon of a path would end what it stands in.
 */
export const abroadPolicy = (style: string): string =>
  [
    "default-src 'none'",
    `style-src ${style.replace(/[;,]/g, encodeURIComponent)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** On every answer. HSTS only where the address is https, since http://localhost is shared by all projects of a laptop. */
export function securityHeaders(publicUrl: string): RequestHandler {
  const headers: Record<string, string> = {
    'Content-Security-Policy': contentPolicy(),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Frame-Options': 'DENY',
    'Cache-Control': 'no-store',
    ...(publicUrl.startsWith('https:') && { 'Strict-Transport-Security': 'max-age=31536000' }),
  }
  return (_request, response, next) => {
    response.set(headers)
    next()
  }
}
