/** 30 at a time, 100 at most; the other pages are named in `Link` (§3.2, §3.5). */
export function paged(entries: readonly unknown[], url: URL): Response {
  const number = (name: string, otherwise: number) =>
    Math.max(Number(url.searchParams.get(name)) || otherwise, 1)
  const size = Math.min(number('per_page', 30), 100)
  const page = number('page', 1)
  const last = Math.max(Math.ceil(entries.length / size), 1)
  const links: [rel: string, page: number, there: boolean][] = [
    ['prev', page - 1, page > 1],
    ['next', page + 1, page < last],
    ['last', last, page < last],
    ['first', 1, page > 1],
  ]
  const link = links.filter(([, , there]) => there).map(([rel, to]) => `<${withPage(url, to)}>; rel="${rel}"`)
  const reply = Response.json(entries.slice((page - 1) * size, page * size))
  if (link.length > 0) reply.headers.set('link', link.join(', '))
  return reply
}

function withPage(url: URL, page: number): string {
  const changed = new URL(url)
  changed.searchParams.set('page', String(page))
  return changed.href
}
