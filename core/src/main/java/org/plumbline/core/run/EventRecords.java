package org.plumbline.core.run;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The records of TensorFlow's event files: length, checksum of the length, content, checksum of the
 * content, all little-endian.
 *
 * <p>Each checksum is a CRC-32C, rotated and shifted ("masked"), as TensorFlow's {@code
 * record_writer.h} says.
 */
final class EventRecords {
  private static final int HEAD = Long.BYTES + Integer.BYTES;
  private static final int MASK = 0xa282ead8;

  private EventRecords() {}

  /** A record around this content. */
  static byte[] framed(byte[] content) {
    ByteBuffer record = littleEndian(ByteBuffer.allocate(HEAD + content.length + Integer.BYTES));
    record.putLong(content.length);
    record.putInt(masked(record.array(), 0, Long.BYTES));
    record.put(content);
    record.putInt(masked(content, 0, content.length));
    return record.array();
  }

  /**
   * What a file holds.
   *
   * @param contents of its whole records
   * @param torn whether something follows them that is no record
   */
  record Found(List<byte[]> contents, boolean torn) {}

  /** All records up to the first that is torn or broken. */
  static Found read(Path path) throws IOException {
    byte[] file = Files.readAllBytes(path);
    ByteBuffer rest = littleEndian(ByteBuffer.wrap(file));
    List<byte[]> contents = new ArrayList<>();
    while (rest.hasRemaining()) {
      int start = rest.position();
      if (rest.remaining() < HEAD) {
        return new Found(contents, true);
      }
      long length = rest.getLong();
      boolean sound = rest.getInt() == masked(file, start, Long.BYTES);
      if (!sound || length < 0 || length > rest.remaining() - (long) Integer.BYTES) {
        return new Found(contents, true);
      }
      byte[] content = new byte[(int) length];
      rest.get(content);
      if (rest.getInt() != masked(content, 0, content.length)) {
        return new Found(contents, true);
      }
      contents.add(content);
    }
    return new Found(contents, false);
  }

  /**
   * The step of an event that holds scalars; -1 for one that does not.
   *
   * <p>Fields of {@code event.proto}: 2 the step, 5 a summary.
   */
  static long step(byte[] event) {
    ByteBuffer rest = littleEndian(ByteBuffer.wrap(event));
    long step = 0;
    boolean summary = false;
    try {
      while (rest.hasRemaining()) {
        long tag = varint(rest);
        summary |= tag >>> 3 == 5;
        switch ((int) (tag & 7)) {
          case 0 -> {
            long value = varint(rest);
            step = tag >>> 3 == 2 ? value : step;
          }
          case 1 -> rest.position(rest.position() + Long.BYTES);
          case 2 -> {
            int length = Math.toIntExact(varint(rest));
            rest.position(rest.position() + length);
          }
          case 5 -> rest.position(rest.position() + Integer.BYTES);
          default -> {
            return -1;
          }
        }
      }
    } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
      return -1;
    }
    return summary ? step : -1;
  }

  private static long varint(ByteBuffer from) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = from.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        break;
      }
    }
    return value;
  }

  private static int masked(byte[] bytes, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, length);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
  }

  private static ByteBuffer littleEndian(ByteBuffer buffer) {
    return buffer.order(ByteOrder.LITTLE_ENDIAN);
  }
}
