import type { Switches } from './switches.ts'

/** What an address gets that has called more than 10 000 times in 20 s, whichever host it asks: nothing with a code (§4.9). */
export function bannedReply({ banned }: Switches, random: (bytes: number) => string): Response | undefined {
  if (banned === 'no') return undefined
  if (banned === 'json')
    return Response.json({ status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: random(16) })
  const page = '<!doctype html><html><body><p>访问过于频繁，请稍后再试</p></body></html>'
  return new Response(page, { headers: { 'content-type': 'text/html;charset=utf-8' } })
}
