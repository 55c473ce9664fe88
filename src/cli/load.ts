import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { compile } from '../config/compile.ts'
import type { Config } from '../config/config.ts'
import { findConfig } from '../config/find.ts'
import { pretty } from '../diagnostics/pretty.ts'
import type { Io } from './io.ts'

/** The compiled file for commands that need one; undefined after its problems were printed. Throws Halt without a file. */
export async function loadConfig(
  io: Io,
  wanted: string | undefined,
): Promise<{ config: Config; folder: string; file: string } | undefined> {
  const file = await findConfig(io.cwd, wanted)
  return compileFile(io, file)
}

export async function compileFile(
  io: Io,
  file: string,
): Promise<{ config: Config; folder: string; file: string } | undefined> {
  const { config, diagnostics, text } = await compile(await readFile(file), { file })
  if (diagnostics.length > 0)
    io.stderr.write(pretty(text, diagnostics, { colour: io.stderr.isTTY === true && !io.env.NO_COLOR }))
  return config && { config, folder: dirname(file), file }
}
