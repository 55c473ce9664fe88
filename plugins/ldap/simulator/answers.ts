import { BerWriter, PagedResultsControl } from 'ldapts'
import { tags } from '../ber.ts'

function message(id: number, tag: number, write: (writer: BerWriter) => void, cookie?: Buffer): Buffer {
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(id)
  writer.startSequence(tag)
  write(writer)
  writer.endSequence()
  if (cookie) {
    writer.startSequence(tags.controls)
    // RFC 2696 §2: 0, an estimate that nobody made
    new PagedResultsControl({ value: { size: 0, cookie } }).write(writer)
    writer.endSequence()
  }
  writer.endSequence()
  return writer.buffer
}

/** RFC 4511 §4.1.9; with the cookie of the next page where one was asked for. */
export const answer = (id: number, tag: number, code: number, said: string, cookie?: Buffer): Buffer =>
  message(
    id,
    tag,
    writer => {
      writer.writeEnumeration(code)
      writer.writeString('')
      writer.writeString(said)
    },
    cookie,
  )

/** RFC 4511 §4.5.2; an attribute without values is not sent. */
export const entry = (
  id: number,
  dn: string,
  attributes: readonly (readonly [string, readonly (string | Buffer)[]])[],
): Buffer =>
  message(id, 0x64, writer => {
    writer.writeString(dn)
    writer.startSequence()
    for (const [name, values] of attributes.filter(([, held]) => held.length > 0)) {
      writer.startSequence()
      writer.writeString(name)
      writer.startSequence(tags.set)
      for (const value of values) writer.writeBuffer(Buffer.from(value as string), tags.octets)
      writer.endSequence()
      writer.endSequence()
    }
    writer.endSequence()
  })
