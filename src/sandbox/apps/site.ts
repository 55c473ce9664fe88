import type { RequestListener } from 'node:http'
import { identityHeaders } from '../../apps/forward-auth/identity.ts'
import { document, html } from '../html.ts'

/**
 * A web site behind a proxy that asks about every request, as Caddy's forward_auth does. The site itself shows what it
 * was told of the person.
 */
export function guardedSite(name: string, authority: string, ask: string): RequestListener {
  return (request, response) => {
    const { method = 'GET', url = '/', headers } = request
    const passed = ['cookie', 'accept', 'accept-language', 'sec-fetch-mode', 'x-requested-with']
    const question = new Headers({
      'x-forwarded-method': method,
      'x-forwarded-host': headers.host ?? authority,
      'x-forwarded-uri': url,
    })
    for (const key of passed) {
      const value = headers[key]
      if (typeof value === 'string') question.set(key, value)
    }
    fetch(ask, { headers: question, redirect: 'manual' })
      .then(async answer => {
        const page = answer.status === 200 ? pageFor(name, answer.headers) : answer
        const kept = ['location', 'content-type', 'content-security-policy', 'cache-control']
        for (const key of kept) {
          const value = page.headers.get(key)
          if (value !== null) response.setHeader(key, value)
        }
        const cookies = answer.headers.getSetCookie()
        if (cookies.length > 0) response.setHeader('set-cookie', cookies)
        response.statusCode = page.status
        response.end(Buffer.from(await page.arrayBuffer()))
      })
      .catch(error => {
        response.statusCode = 502
        response.end(`the simulated proxy could not ask: ${String(error)}`)
      })
  }
}

function pageFor(name: string, told: Headers): Response {
  const rows = identityHeaders.map(
    header =>
      html`<li><a><b>${header}</b><br><small>${decodeURIComponent(told.get(header) ?? '')}</small></a></li>`,
  )
  return document(
    200,
    `${name} – SANDBOX`,
    '#2b8a3e',
    html`<h1>${name}</h1>
<p>代理问过单点登录后放行，并告诉网站您是谁。 <span lang="en">The proxy asked, let you in, and told the site who you are:</span></p><ul>${rows}</ul>`,
  )
}
