// Runs a file of the program with V8's code cache: to compile it takes half of a short command, a third of a server's start.
//
// The cache is code, and whoever writes it decides what runs. So it stands beside the program, where whoever can put a
// file can replace the program; nobody but the owner of the program writes it, and only a plain file of that owner
// counts that no one else may write to. It begins with the very text that it was made from and holds V8's data twice:
// V8 compares no more than the length of a source, and does not notice damaged data.
const { isAscii } = require('node:buffer')
const fs = require('node:fs')
const { Script } = require('node:vm')

// A brief run is over before optimised code has paid for its making: with V8's own budget half of a large file's time goes
// there, and of a small one's a sixth, where there is one core.
//
// The same of patterns: most are held against one text or two, and to make their code shorter or native takes longer than that.
// Against a long text V8 runs native code at once, whatever the flag says.
//
// Only Node 20 is told: later ones do not know the budget, and say so to whoever reads standard error.
const forBriefRuns = '--interrupt-budget=8000000 --no-regexp-peephole-optimization --regexp-tier-up-ticks=20'

// Of what has run for long V8 forgets how it started.
const startedMs = 10_000

// what came out of a cache cannot import
const importModule = url => import(url)
const before = '(function (require, __filename, importModule) {'
const after = '\n})'

/** What V8 is told before a brief run, if anything. */
const flagsOf = version => (version.startsWith('20.') ? forBriefRuns : undefined)

exports.flagsOf = flagsOf

exports.run = (file, { isBrief = false } = {}) => {
  const source = read(file)
  const place = `${file}.${process.version}-${process.platform}-${process.arch}.cache`
  // owners and modes say nothing on Windows
  const isOn = process.env.SSO_KIT_CODE_CACHE !== 'off' && process.platform !== 'win32'
  const cache = isOn ? recall(place, source) : undefined
  const script = new Script(textOf(source.bytes), {
    filename: file,
    cachedData: cache?.bytes,
  })
  const isToMake =
    isOn && process.geteuid() === source.owner && (cache === undefined || script.cachedDataRejected)
  if (isToMake) {
    // by then it holds what a run needs; one that found problems ended early, perhaps
    const onExit = code => code === 0 && remember(place, source, script)
    process.once('exit', onExit)
    setTimeout(() => {
      process.off('exit', onExit)
      remember(place, source, script)
      drop(source)
    }, startedMs).unref()
  }
  // of a brief run the process gives it back, sooner than V8 has wiped it
  if (!isBrief) {
    if (!isToMake) drop(source)
    if (cache) drop(cache)
  }
  script.runInThisContext()(require, file, importModule)
  // now that it has loaded what it needs of Node: with other flags V8 takes code from no cache, nor makes one for others
  const flags = isBrief && !isToMake ? flagsOf(process.versions.node) : undefined
  if (flags !== undefined) require('node:v8').setFlagsFromString(flags)
}

/** V8's data of this source, where there is some to be trusted. */
function recall(place, source) {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants
  let fd
  try {
    fd = fs.openSync(place, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    const { size, uid, isOnlyTheirs } = about(fd)
    const { length } = source.bytes
    const half = (size - length) / 2
    if (uid !== source.owner || !isOnlyTheirs || half <= 0 || !says(fd, 0, source.bytes)) return undefined
    const bytes = room(half)
    fill(fd, length, bytes)
    return says(fd, length + half, bytes) ? { bytes } : undefined
  } catch {
    return undefined
  } finally {
    if (fd !== undefined) fs.closeSync(fd)
  }
}

/** Whether these bytes stand there. In pieces: each page of memory that is touched for the first time costs microseconds. */
function says(fd, from, bytes) {
  const piece = Buffer.allocUnsafeSlow(Math.min(bytes.length, 65_536))
  for (let at = 0; at < bytes.length; at += piece.length) {
    const read = piece.subarray(0, Math.min(piece.length, bytes.length - at))
    fill(fd, from + at, read)
    if (!read.equals(bytes.subarray(at, at + read.length))) return false
  }
  return true
}

/** In one step, for whoever is reading. Where the folder cannot be written there is no cache. */
function remember(place, { bytes }, script) {
  const fresh = `${place}.${process.pid}`
  let fd
  try {
    fd = fs.openSync(fresh, 'wx', 0o644)
    const data = script.createCachedData()
    fs.writeFileSync(fd, Buffer.concat([bytes, data, data]))
    fs.renameSync(fresh, place)
  } catch {
    if (fd !== undefined) fs.rmSync(fresh, { force: true })
  } finally {
    if (fd !== undefined) fs.closeSync(fd)
  }
}

function read(file) {
  const fd = fs.openSync(file, fs.constants.O_RDONLY)
  try {
    const { size, uid } = about(fd)
    const bytes = room(before.length + size + after.length)
    bytes.latin1Write(before)
    bytes.latin1Write(after, before.length + size)
    fill(fd, 0, bytes.subarray(before.length, before.length + size))
    return { bytes, owner: uid }
  } finally {
    fs.closeSync(fd)
  }
}

function about(fd) {
  const stats = fs.fstatSync(fd)
  if (!stats.isFile()) throw new Error('it is no file')
  return { size: stats.size, uid: stats.uid, isOnlyTheirs: (stats.mode & 0o022) === 0 }
}

/** Can be given back: in a server that is idle garbage lies about for hours. */
const room = size => Buffer.from(new ArrayBuffer(size, { maxByteLength: size }))

const drop = ({ bytes }) => bytes.buffer.resize(0)

function fill(fd, from, bytes) {
  if (fs.readSync(fd, bytes, 0, bytes.length, from) !== bytes.length) throw new Error('it is being changed')
}

/** What is ASCII takes half of the time. */
const textOf = bytes => (isAscii(bytes) ? bytes.latin1Slice() : bytes.utf8Slice())
