// Runs a file of the program with V8's code cache: to compile it takes half of a short command.
//
// The cache is code, and whoever writes it decides what runs. So it stands beside the program, where whoever can put a
// file can replace the program; nobody but the owner of the program writes it, and only a plain file of that owner
// counts that no one else may write to. It begins with the very source that it was made from and holds V8's data twice:
// V8 compares no more than the length of a source, and does not notice damaged data.
const fs = require('node:fs')
const v8 = require('node:v8')
const { Script } = require('node:vm')

// A run is over before optimised code has paid for its making: with V8's own budget half of a large file's time goes there.
// What runs for long is optimised all the same, a little later. Part of what a cache is valid for.
v8.setFlagsFromString('--interrupt-budget=8000000')

exports.run = file => {
  const source = fs.readFileSync(file)
  const owner = fs.statSync(file).uid
  const place = `${file}.${process.version}-${process.platform}-${process.arch}.cache`
  // owners and modes say nothing on Windows
  const isOn = process.env.SSO_KIT_CODE_CACHE !== 'off' && process.platform !== 'win32'
  const cachedData = isOn ? recall(place, source, owner) : undefined
  const script = new Script(`(function (require, __filename) {${source}\n})`, {
    filename: file,
    cachedData,
  })
  if (isOn && process.geteuid() === owner && (cachedData === undefined || script.cachedDataRejected))
    // by then it holds what a run needs; one that found problems ended early, perhaps
    process.once('exit', code => code === 0 && remember(place, source, script))
  script.runInThisContext()(require, file)
}

/** V8's data of this source, where there is some to be trusted. */
function recall(place, source, owner) {
  let fd
  try {
    fd = fs.openSync(place, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK)
    const stats = fs.fstatSync(fd)
    if (!stats.isFile() || stats.uid !== owner || (stats.mode & 0o022) !== 0) return undefined
    const bytes = fs.readFileSync(fd)
    const both = bytes.subarray(source.length)
    const data = both.subarray(0, both.length / 2)
    const isWhole = data.length > 0 && data.equals(both.subarray(data.length))
    return isWhole && bytes.subarray(0, source.length).equals(source) ? data : undefined
  } catch {
    return undefined
  } finally {
    if (fd !== undefined) fs.closeSync(fd)
  }
}

/** In one step, for whoever is reading. Where the folder cannot be written there is no cache. */
function remember(place, source, script) {
  const fresh = `${place}.${process.pid}`
  let fd
  try {
    fd = fs.openSync(fresh, 'wx', 0o644)
    const data = script.createCachedData()
    fs.writeFileSync(fd, Buffer.concat([source, data, data]))
    fs.renameSync(fresh, place)
  } catch {
    if (fd !== undefined) fs.rmSync(fresh, { force: true })
  } finally {
    if (fd !== undefined) fs.closeSync(fd)
  }
}
