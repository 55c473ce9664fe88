import type { Request, Response } from 'express'
import { contentPolicy } from '../headers.ts'
import { pageFor } from '../page.ts'
import { postingPage } from '../pages/posting.tsx'
import { render } from '../pages/render.ts'
import type { Site } from '../site.ts'

interface Posted {
  /** Of the app. */
  name: string
  action: string
  field: 'SAMLRequest' | 'SAMLResponse'
  xml: string
  relayState: string | undefined
}

/** Answers with the page that posts a message to an app. */
export function post(
  site: Site,
  request: Request,
  response: Response,
  { name, action, field, xml, relayState }: Posted,
): void {
  const nonce = site.random(16).toString('base64url')
  // `form-action` holds for the redirects that follow a form too, and an app goes on to where it likes
  const policy = contentPolicy(`script-src 'nonce-${nonce}'`).replace(
    "form-action 'self'",
    `form-action ${new URL(action).origin} https:`,
  )
  const fields = {
    [field]: Buffer.from(xml).toString('base64'),
    ...(relayState !== undefined && { RelayState: relayState }),
  }
  response.set('Content-Security-Policy', policy)
  const page = pageFor(site, request)
  response.type('html').send(render(postingPage({ page, nonce, name, action, fields })))
}
