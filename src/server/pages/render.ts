import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

/** A page as text. Preact escapes what it is given; nothing is marked as raw HTML but our own scripts, in `in-app.tsx`, `alist.tsx` and `posting.tsx`. */
export const render = (page: VNode): string => `<!doctype html>${renderToString(page)}`
