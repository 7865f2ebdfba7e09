package org.plumbline.core.weights;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * A safetensors file, mapped into memory: opening reads the header, and a tensor's pages come from
 * disk when they are looked at.
 */
final class Safetensors implements Weights {
  private final String name;
  private final SafetensorsHeader header;
  private final long dataStart;
  private final @Nullable FileChannel channel;

  /** The whole file where one buffer holds it; else tensors are mapped one by one. */
  private final @Nullable ByteBuffer whole;

  private Safetensors(
      String name,
      SafetensorsHeader header,
      long dataStart,
      @Nullable FileChannel channel,
      @Nullable ByteBuffer whole) {
    this.name = name;
    this.header = header;
    this.dataStart = dataStart;
    this.channel = channel;
    this.whole = whole;
  }

  static Safetensors open(Path file) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        return open(file.toString(), channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the weights '%s': %s".formatted(file, DurableFiles.reason(e)), e);
    }
  }

  private static Safetensors open(String name, FileChannel channel) throws IOException {
    long size = channel.size();
    ByteBuffer start = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    readFully(channel, start, 0);
    int headerBytes = headerBytes(name, start, size);
    ByteBuffer json = ByteBuffer.allocate(headerBytes);
    readFully(channel, json, 8);
    long dataStart = 8L + headerBytes;
    SafetensorsHeader header = SafetensorsHeader.parse(name, json.array(), size - dataStart);
    ByteBuffer whole =
        size <= Integer.MAX_VALUE ? channel.map(FileChannel.MapMode.READ_ONLY, 0, size) : null;
    return new Safetensors(name, header, dataStart, channel, whole);
  }

  static Safetensors read(String name, InputStream in) throws IOException {
    ByteBuffer whole = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = headerBytes(name, whole, whole.capacity());
    byte[] json = new byte[headerBytes];
    whole.get(8, json);
    long dataStart = 8L + headerBytes;
    SafetensorsHeader header = SafetensorsHeader.parse(name, json, whole.capacity() - dataStart);
    return new Safetensors(name, header, dataStart, null, whole.asReadOnlyBuffer());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<TensorInfo> tensors() {
    return List.copyOf(header.tensors().values());
  }

  @Override
  public boolean contains(String tensor) {
    return header.tensors().containsKey(tensor);
  }

  @Override
  public TensorInfo info(String tensor) {
    TensorInfo info = header.tensors().get(tensor);
    if (info == null) {
      throw new InvalidInputException(
          "'%s' holds no tensor '%s'; it holds %s".formatted(name, tensor, sample()));
    }
    return info;
  }

  @Override
  public Map<String, String> metadata() {
    return Map.copyOf(header.metadata());
  }

  @Override
  public void read(String tensor, long offset, ByteBuffer into) {
    if (channel == null) {
      Weights.super.read(tensor, offset, into);
      return;
    }
    long start = start(tensor, offset, into.remaining());
    try {
      ByteBuffer part = into.slice();
      readFully(channel, part, start);
      if (part.hasRemaining()) {
        throw new FailedException(
            "'%s' ended within tensor '%s': it was cut short while it was read"
                .formatted(name, tensor));
      }
      into.position(into.limit());
    } catch (IOException e) {
      throw new FailedException(
          "could not read tensor '%s' of '%s': %s".formatted(tensor, name, e.getMessage()), e);
    }
  }

  @Override
  public ByteBuffer data(String tensor, long offset, int length) {
    return map(start(tensor, offset, length), length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Where part of a tensor begins in the file. */
  private long start(String tensor, long offset, int length) {
    long bytes = info(tensor).bytes();
    require(
        offset >= 0 && length >= 0 && offset <= bytes - length,
        "tensor '%s' has %d bytes; bytes %d to %d are not inside it",
        tensor,
        bytes,
        offset,
        offset + length);
    return dataStart + header.offsets().getOrDefault(tensor, 0L) + offset;
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new FailedException("could not close '%s': %s".formatted(name, e.getMessage()), e);
    }
  }

  private ByteBuffer map(long start, int length) {
    if (whole != null) {
      return whole.slice((int) start, length);
    }
    try {
      // Only a file has no whole buffer, and a file has a channel.
      return Objects.requireNonNull(channel).map(FileChannel.MapMode.READ_ONLY, start, length);
    } catch (IOException e) {
      throw new FailedException(
          "could not map %d bytes of '%s' into memory: %s".formatted(length, name, e.getMessage()),
          e);
    }
  }

  private String sample() {
    List<String> names = header.tensors().keySet().stream().limit(5).toList();
    int more = header.tensors().size() - names.size();
    return String.join(", ", names) + (more > 0 ? " and %d more".formatted(more) : "");
  }

  private static int headerBytes(String name, ByteBuffer start, long size) {
    if (size < 8) {
      throw SafetensorsHeader.broken(name, "%d bytes are too few for a header".formatted(size));
    }
    long claimed = start.getLong(0);
    if (claimed < 2 || claimed > SafetensorsHeader.MAX_BYTES || claimed > size - 8) {
      throw SafetensorsHeader.broken(
          name,
          "it claims a header of %s bytes, in a file of %d (limit %d)"
              .formatted(Long.toUnsignedString(claimed), size, SafetensorsHeader.MAX_BYTES));
    }
    return (int) claimed;
  }

  private static void readFully(FileChannel channel, ByteBuffer into, long position)
      throws IOException {
    while (into.hasRemaining()) {
      int read = channel.read(into, position + into.position());
      if (read < 0) {
        return;
      }
    }
  }
}
