import type { Pusher } from '../plugin.ts'

/** Gives a pusher its turns: after what the vendor has answered, and when the next try is due. */
export function turnsOf(pusher: Pusher, now: () => number): { take(): Promise<void>; stop(): void } {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const take = async () => {
    clearTimeout(timer)
    const next = await pusher.deliver()
    clearTimeout(timer)
    if (next === undefined || isStopped) return
    timer = setTimeout(take, Math.max(0, next - now()))
    timer.unref()
  }
  return {
    take,
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
