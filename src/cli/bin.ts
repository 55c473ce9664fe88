#!/usr/bin/env node
import { asking } from './ask.ts'
import { main } from './main.ts'

process.exitCode = await main(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  // questions are no result: they go where they do not end up in a file
  ask: process.stdin.isTTY && process.stderr.isTTY ? asking(process.stdin, process.stderr) : undefined,
  cwd: process.cwd(),
  env: process.env,
  now: Date.now,
  untilStopped: () =>
    new Promise(resolve => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal))
    }),
})
