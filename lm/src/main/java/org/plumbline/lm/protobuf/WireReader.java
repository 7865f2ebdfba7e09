package org.plumbline.lm.protobuf;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Fields of protocol-buffer messages, read one after another from a stream. */
public final class WireReader {
  /** Wire type of numbers of variable length. */
  public static final int VARINT = 0;

  /** Wire type of numbers of eight bytes. */
  public static final int FIXED64 = 1;

  /** Wire type of texts, messages and packed numbers. */
  public static final int BYTES = 2;

  /** Wire type of numbers of four bytes. */
  public static final int FIXED32 = 5;

  private final InputStream in;
  private long position;

  /** Reads on from where the stream stands; the caller closes it. */
  public WireReader(InputStream in) {
    this.in = in;
  }

  /** Bytes read so far. */
  public long position() {
    return position;
  }

  /** The next varint; -1 at the end of the stream, where one may end. */
  public long tagOrEnd() throws IOException {
    int first = in.read();
    if (first < 0) {
      return -1;
    }
    position++;
    return varint(first);
  }

  /** The next number of variable length. */
  public long varint() throws IOException {
    return varint(oneByte());
  }

  /** The next so many bytes. */
  public byte[] bytes(long count) throws IOException {
    byte[] bytes = in.readNBytes(Math.toIntExact(count));
    if (bytes.length < count) {
      throw new EOFException();
    }
    position += count;
    return bytes;
  }

  /** The next so many bytes as text in UTF-8. */
  public String string(long count) throws IOException {
    return new String(bytes(count), StandardCharsets.UTF_8);
  }

  /** The next four bytes as a number. */
  public float float32() throws IOException {
    return ByteBuffer.wrap(bytes(4)).order(ByteOrder.LITTLE_ENDIAN).getFloat();
  }

  /** Passes over the value of a field of the given wire type. */
  public void skip(int wireType) throws IOException {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> pass(8);
      case BYTES -> pass(varint());
      case FIXED32 -> pass(4);
      default -> throw new IOException("wire type " + wireType + " at byte " + position);
    }
  }

  private void pass(long count) throws IOException {
    in.skipNBytes(count);
    position += count;
  }

  private long varint(int first) throws IOException {
    long value = first & 0x7f;
    int next = first;
    for (int shift = 7; next >= 0x80; shift += 7) {
      if (shift > 63) {
        throw new IOException("a number of more than ten bytes at byte " + position);
      }
      next = oneByte();
      value |= (long) (next & 0x7f) << shift;
    }
    return value;
  }

  private int oneByte() throws IOException {
    int value = in.read();
    if (value < 0) {
      throw new EOFException();
    }
    position++;
    return value;
  }
}
