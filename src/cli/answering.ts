import { type Checked, type Failure, json } from '../diagnostics/json.ts'
import type { Io } from './io.ts'
import { type Command, failureOf } from './run.ts'
import { namesInRepository } from './validate/repository.ts'
import { version } from './version.ts'

/**
 * A command that was asked for JSON, with a document on standard output also where it has no answer: that of `validate`
 * with a `failure` in it. Standard error and the exit code say what they always say.
 */
export const answering =
  (command: Command): Command =>
  async (args, io) => {
    let isAnswered = false
    const stdout: Io['stdout'] = {
      write(text) {
        isAnswered = true
        return io.stdout.write(text)
      },
      get isTTY() {
        return io.stdout.isTTY
      },
      get columns() {
        return io.stdout.columns
      },
    }
    const failed = (failure: Failure, files: readonly Checked[] = []) => {
      if (!isAnswered) stdout.write(json(files, version(), failure, namesInRepository(io)))
    }
    // what is opened by whoever reads it stays so
    const heard: Io = Object.create(io, { stdout: { value: stdout }, failed: { value: failed } })
    try {
      return await command(args, heard)
    } catch (error) {
      failed(failureOf(error))
      throw error
    }
  }
