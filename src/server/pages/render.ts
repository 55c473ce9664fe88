import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

/** A page as text. Preact escapes what it is given; nothing here is ever marked as raw HTML. */
export const render = (page: VNode): string => `<!doctype html>${renderToString(page)}`
