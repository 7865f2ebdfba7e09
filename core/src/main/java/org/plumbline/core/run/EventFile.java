package org.plumbline.core.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.file.DurableFiles;

/**
 * The metrics of a run for TensorBoard: {@code events.out.tfevents.SECONDS.plumbline}, one event a
 * row, written as rows come.
 *
 * <p>It begins to exist with the first row. The messages are those of TensorFlow's {@code
 * event.proto} and {@code summary.proto}; the numbers are 32-bit floats there.
 */
final class EventFile implements AutoCloseable {
  private static final String PREFIX = "events.out.tfevents.";
  private static final String SUFFIX = ".plumbline";
  private static final String VERSION = "brain.Event:2";

  private final Path folder;
  private @Nullable FileChannel channel;

  private EventFile(Path folder) {
    this.folder = folder;
  }

  /** Opens for appending, after dropping events of later steps and a torn last one. */
  static EventFile open(Path folder, long lastStep) {
    EventFile file = new EventFile(folder);
    try {
      file.goOn(lastStep);
    } catch (IOException e) {
      throw file.failure(e);
    }
    return file;
  }

  /** Adds an event. */
  void append(long step, Map<String, Double> values) {
    try {
      FileChannel out = channel;
      if (out == null) {
        out = create(List.of());
        channel = out;
      }
      DurableFiles.writeFully(out, ByteBuffer.wrap(EventRecords.framed(scalars(step, values))));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Returns when all events are on disk. */
  void sync() {
    if (channel == null) {
      return;
    }
    try {
      channel.force(false);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void goOn(long lastStep) throws IOException {
    List<Path> earlier = earlier();
    List<byte[]> kept = new ArrayList<>();
    boolean asItIs = earlier.size() == 1;
    for (Path file : earlier) {
      EventRecords.Found found = EventRecords.read(file);
      asItIs &= !found.torn() && !found.contents().isEmpty();
      for (byte[] event : found.contents()) {
        long step = EventRecords.step(event);
        if (step >= 0 && step <= lastStep) {
          kept.add(event);
        }
        asItIs &= step <= lastStep;
      }
    }
    if (asItIs) {
      channel = FileChannel.open(earlier.getFirst(), StandardOpenOption.APPEND);
    } else if (!kept.isEmpty()) {
      channel = create(kept);
    }
    for (Path file : asItIs ? List.<Path>of() : earlier) {
      Files.deleteIfExists(file);
    }
  }

  private List<Path> earlier() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      found.forEach(files::add);
    }
    files.sort(null);
    return files;
  }

  /** A file of a new name, which a TensorBoard that is looking on takes for a restarted run. */
  private FileChannel create(List<byte[]> events) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(EventRecords.framed(version()));
    all.writeBytes(EventRecords.framed(start()));
    events.forEach(event -> all.writeBytes(EventRecords.framed(event)));
    long seconds = System.currentTimeMillis() / 1000;
    Path file = folder.resolve(PREFIX + seconds + SUFFIX);
    while (Files.exists(file)) {
      file = folder.resolve(PREFIX + ++seconds + SUFFIX);
    }
    DurableFiles.write(file, all.toByteArray());
    return FileChannel.open(file, StandardOpenOption.APPEND);
  }

  private static byte[] version() {
    return event(new Message().text(3, VERSION));
  }

  /** A session's start at step 0: what was read from an earlier file counts no more. */
  private static byte[] start() {
    return event(new Message().message(7, new Message().varint(1, 1)));
  }

  private static byte[] scalars(long step, Map<String, Double> values) {
    Message summary = new Message();
    values.forEach(
        (name, value) ->
            summary.message(1, new Message().text(1, name).float32(2, value.floatValue())));
    return event(new Message().varint(2, step).message(5, summary));
  }

  private static byte[] event(Message what) {
    return new Message().float64(1, System.currentTimeMillis() / 1000.0).append(what).bytes();
  }

  private RuntimeException failure(IOException e) {
    return DurableFiles.failure(
        "write TensorBoard's events in '%s'".formatted(folder),
        "Earlier rows and checkpoints are kept; make room and go on with --resume",
        e);
  }

  /** A message of Protocol Buffers as it is written. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] bytes() {
      return out.toByteArray();
    }

    Message append(Message fields) {
      out.writeBytes(fields.bytes());
      return this;
    }

    Message varint(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message float64(int field, double value) {
      varint((long) field << 3 | 1);
      out.writeBytes(fixed(Double.BYTES).putDouble(value).array());
      return this;
    }

    Message float32(int field, float value) {
      varint((long) field << 3 | 5);
      out.writeBytes(fixed(Float.BYTES).putFloat(value).array());
      return this;
    }

    Message text(int field, String value) {
      return delimited(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return delimited(field, value.bytes());
    }

    private Message delimited(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    private void varint(long value) {
      for (long rest = value; ; rest >>>= 7) {
        if (rest >>> 7 == 0) {
          out.write((int) rest);
          return;
        }
        out.write((int) (rest & 0x7f | 0x80));
      }
    }

    private static ByteBuffer fixed(int bytes) {
      return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
