import type { Report } from '../../directory/report.ts'
import type { Io } from '../io.ts'

interface Progress {
  departments: number
  members: number
  calls: number
}

/** One line that is written over, on a terminal; nothing elsewhere. What is left is told by the size of the last run. */
export function progressOn(
  out: Io['stderr'],
  source: string,
  last: Report | undefined,
): { show: (progress: Progress) => void; end: () => void } {
  if (!out.isTTY) return { show() {}, end() {} }
  const begun = performance.now()
  return {
    show({ departments, members, calls }) {
      const seconds = (performance.now() - begun) / 1000
      const share = last && last.read.members > 0 ? members / last.read.members : 0
      const left =
        share > 0.02 && share < 1 ? `  about ${Math.ceil((seconds / share) * (1 - share))} s left` : ''
      const pace = seconds > 1 ? `  ${(calls / seconds).toFixed(1)} calls/s` : ''
      out.write(`\r\u001B[2K${source}  ${departments} departments  ${members} members${pace}${left}`)
    },
    end: () => void out.write('\r\u001B[2K'),
  }
}
