import type { World } from 'sso-kit/plugin'
import { administration } from './administration.ts'
import type { HostOfDingTalk } from './index.ts'
import type { Announcing } from './pusher.ts'
import type { State } from './state.ts'

/** 通讯录 in the administrators' console. The real one has a host of its own; nobody has to sign in to this one. */
export function consolePages(world: World, state: State, pusher: Announcing): HostOfDingTalk {
  const carryOut = administration(world, state)
  const page = (problem?: string) =>
    world.consolePage({ vendor, colour: '#0a6cff', ...(problem !== undefined && { problem }) })

  return async (_path, request) => {
    if (request.method !== 'POST') return page()
    // the page of somebody else's that posts here knows no more than the address
    if (!ownForm.has(request.headers.get('sec-fetch-site'))) return page('请在本页面操作')
    const form = new URLSearchParams(await request.text())
    const outcome = carryOut(form)
    if (typeof outcome === 'string') return page(outcome)
    pusher.announce(outcome)
    // so that loading the page again repeats nothing
    const back = new URL(request.url)
    back.hash = form.get('person') ?? ''
    return new Response(null, { status: 303, headers: { location: back.href } })
  }
}

const vendor = '钉钉管理后台 DingTalk'

/** Absent: no browser. */
const ownForm: ReadonlySet<string | null> = new Set(['same-origin', null])
