package org.plumbline.core.weights;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.file.DurableFiles;

/**
 * Writes a safetensors file tensor by tensor, so that only one needs to be in memory.
 *
 * <p>The manifest comes first, then each tensor's data in that order, then {@link #commit}. The
 * file appears under its name only then; closing without it leaves nothing behind.
 *
 * <pre>{@code
 * try (var writer = SafetensorsWriter.create(file, manifest, Map.of())) {
 *   for (TensorInfo tensor : manifest) {
 *     writer.write(tensor.name(), dataOf(tensor));
 *   }
 *   writer.commit();
 * }
 * }</pre>
 */
public final class SafetensorsWriter implements AutoCloseable {
  private static final int FLOATS_AT_ONCE = 1 << 16;

  private final Path target;
  private final Path temporary;
  private final List<TensorInfo> manifest;
  private final FileChannel channel;
  private int current;
  private long written;

  private SafetensorsWriter(
      Path target, Path temporary, List<TensorInfo> manifest, FileChannel channel) {
    this.target = target;
    this.temporary = temporary;
    this.manifest = manifest;
    this.channel = channel;
  }

  /**
   * Starts a file; its folder must exist.
   *
   * @param manifest all tensors, in the order in which their data will come
   * @param metadata texts that the file carries; may be empty
   */
  public static SafetensorsWriter create(
      Path target, List<TensorInfo> manifest, Map<String, String> metadata) {
    byte[] header = SafetensorsHeader.layOut(manifest, metadata).toBytes();
    Path temporary = DurableFiles.temporarySibling(target);
    try {
      FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      var writer = new SafetensorsWriter(target, temporary, List.copyOf(manifest), channel);
      writer.start(header);
      return writer;
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  /**
   * Adds data to a tensor: all of it, or the next part.
   *
   * @param tensor the one whose turn it is by the manifest
   * @param data little-endian elements between position and limit
   */
  public void write(String tensor, ByteBuffer data) {
    if (!data.hasRemaining()) {
      return;
    }
    skipEmpty();
    require(current < manifest.size(), "all tensors are written; '%s' is one too many", tensor);
    TensorInfo info = manifest.get(current);
    require(
        info.name().equals(tensor),
        "data must come in the order of the manifest: '%s' is next, not '%s'",
        info.name(),
        tensor);
    require(
        data.remaining() <= info.bytes() - written,
        "tensor '%s' takes %d bytes; %d are written, %d more are too many",
        tensor,
        info.bytes(),
        written,
        data.remaining());
    written += data.remaining();
    put(data);
    if (written == info.bytes()) {
      current++;
      written = 0;
    }
  }

  /** Adds all of a tensor's elements, each rounded once to the tensor's type. */
  public void write(String tensor, float[] values) {
    DType dtype = dtype(tensor);
    for (int start = 0; start < values.length; start += FLOATS_AT_ONCE) {
      int count = Math.min(FLOATS_AT_ONCE, values.length - start);
      ByteBuffer part = ByteBuffer.allocate(count * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < count; i++) {
        dtype.write(part, i * dtype.bytes(), values[start + i]);
      }
      write(tensor, part);
    }
  }

  /**
   * Puts the file in place, on disk for good.
   *
   * @throws FailedException if the disk refuses; what stood there before still does
   */
  public void commit() {
    skipEmpty();
    require(
        current == manifest.size(),
        "%d of %d tensors are not fully written, the first is '%s'",
        manifest.size() - current,
        manifest.size(),
        current < manifest.size() ? manifest.get(current).name() : "");
    try {
      channel.force(true);
      channel.close();
      DurableFiles.moveInPlace(temporary, target);
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  /** Ends writing; without a {@link #commit} before, removes what was written. */
  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  private void start(byte[] header) {
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    try {
      put(length.putLong(0, header.length));
      put(ByteBuffer.wrap(header));
    } catch (FailedException e) {
      close();
      throw e;
    }
  }

  private DType dtype(String tensor) {
    return manifest.stream()
        .filter(info -> info.name().equals(tensor))
        .findFirst()
        .map(TensorInfo::dtype)
        .orElse(DType.F32);
  }

  private void skipEmpty() {
    while (current < manifest.size() && manifest.get(current).bytes() == 0) {
      current++;
    }
  }

  private void put(ByteBuffer data) {
    try {
      DurableFiles.writeFully(channel, data);
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  private static FailedException failure(Path target, IOException cause) {
    return DurableFiles.failure(
        "write '%s'".formatted(target),
        "What stood there before is as it was; make room, or write elsewhere",
        cause);
  }
}
