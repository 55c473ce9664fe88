import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

/** A page as text. Preact escapes what it is given; nothing is ever marked as raw HTML but our own script in `in-app.tsx`. */
export const render = (page: VNode): string => `<!doctype html>${renderToString(page)}`
