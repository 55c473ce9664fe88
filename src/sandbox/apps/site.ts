import { type IncomingHttpHeaders, type IncomingMessage, type RequestListener, request } from 'node:http'
import { identityHeaders } from '../../apps/forward-auth/identity.ts'
import { html } from '../html.ts'
import { appPage, welcome } from './page.ts'

/** Of the browser's, for the question; and of the answer's, for the browser. */
const asked = ['cookie', 'accept', 'accept-language', 'sec-fetch-mode', 'x-requested-with']
const answered = ['location', 'set-cookie', 'content-type', 'content-security-policy', 'cache-control']

/**
 * A web site behind a proxy that asks about every request, as Caddy's forward_auth does. The site itself shows what it
 * was told of the person.
 */
export function guardedSite(name: string, authority: string, ask: string): RequestListener {
  return ({ method = 'GET', url = '/', headers }, response) => {
    const question = {
      ...only(headers, asked),
      'x-forwarded-method': method,
      'x-forwarded-host': headers.host ?? authority,
      'x-forwarded-uri': url,
    }
    // not fetch, which says of itself that it is no navigation
    const asking = request(ask, { headers: question }, answer => {
      if (answer.statusCode === 200)
        return void pageFor(name, answer)
          .text()
          .then(page => response.end(page))
      response.writeHead(answer.statusCode ?? 502, only(answer.headers, answered))
      answer.pipe(response)
    })
    asking.on('error', error =>
      response.writeHead(502).end(`the simulated proxy could not ask: ${error.message}`),
    )
    asking.end()
  }
}

const only = (headers: IncomingHttpHeaders, names: readonly string[]) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)))

function pageFor(name: string, { headers }: IncomingMessage): Response {
  const said = (header: string) => decodeURIComponent(String(headers[header.toLowerCase()] ?? ''))
  return welcome(
    { name, colour: '#2b8a3e' },
    said('Remote-Name') || said('Remote-User'),
    html`代理问过单点登录后放行，并告诉网站您是谁。 <span lang="en">The proxy asked, let you in, and told the site who you are.</span>`,
    identityHeaders.map(header => [header, [said(header)]]),
  )
}

/** An app with a sign-in of its own. */
export const placeholder = (name: string): Response =>
  appPage(
    { name, colour: '#868e96' },
    200,
    html`
<p>这个应用有自己的登录。 <span lang="en">This app has a sign-in of its own.</span></p>`,
  )
