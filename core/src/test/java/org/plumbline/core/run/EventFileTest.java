package org.plumbline.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TensorBoard's events, read back by a reader that checks every byte and knows nothing of ours. */
final class EventFileTest {
  @TempDir Path folder;

  private record Scalar(long step, String name, float value) {}

  @Test
  void everyMetricIsAScalarOfItsStep() throws IOException {
    try (RunFolder run = RunFolder.open(folder.resolve("run"), RunFolder.Start.FRESH)) {
      Map<String, Double> first = new LinkedHashMap<>();
      first.put("loss_nats_per_token", 0.1);
      first.put("größe", Double.NaN);
      run.metrics().record(1, first);
      run.metrics().record(300_000_000_000L, Map.of("x", Double.NEGATIVE_INFINITY));
    }
    assertEquals(
        List.of(
            new Scalar(1, "loss_nats_per_token", 0.1f),
            new Scalar(1, "größe", Float.NaN),
            new Scalar(300_000_000_000L, "x", Float.NEGATIVE_INFINITY)),
        scalars());
  }

  @Test
  void aRunWithoutMetricsHasNoEvents() throws IOException {
    RunFolder.open(folder.resolve("run"), RunFolder.Start.FRESH).close();
    assertEquals(List.of(), files());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 12, 30, 41})
  void aResumedRunHasEveryStepOnceWhereverItWasTorn(int cut) throws IOException {
    runTo(5, RunFolder.Start.FRESH);
    Path file = files().getFirst();
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - cut));
    runTo(8, RunFolder.Start.RESUME);
    assertEquals(1, files().size());
    assertEquals(
        LongStream.rangeClosed(1, 8).mapToObj(step -> new Scalar(step, "loss", 1f / step)).toList(),
        scalars());
  }

  @Test
  void aRunKilledBeforeItsFirstCheckpointStartsAnew() throws IOException {
    runTo(1, RunFolder.Start.FRESH);
    runTo(2, RunFolder.Start.RESUME);
    assertEquals(List.of(1L, 2L), scalars().stream().map(Scalar::step).toList());
  }

  @Test
  void aRunThatStoppedAtItsCheckpointGoesOnInTheSameFile() throws IOException {
    runTo(4, RunFolder.Start.FRESH);
    List<Path> before = files();
    runTo(6, RunFolder.Start.RESUME);
    assertEquals(before, files());
    assertEquals(6, scalars().size());
  }

  @Test
  void whatFollowsABrokenRecordIsDropped() throws IOException {
    runTo(4, RunFolder.Start.FRESH);
    Files.write(files().getFirst(), new byte[100], StandardOpenOption.APPEND);
    runTo(6, RunFolder.Start.RESUME);
    assertEquals(6, scalars().size());
  }

  /** Steps to the last, with a checkpoint after every second. */
  private void runTo(long last, RunFolder.Start start) {
    try (RunFolder run = RunFolder.open(folder.resolve("run"), start)) {
      run.begin(
          RunDescription.now("rl", JsonNodeFactory.instance.objectNode(), 1, Map.of(), Map.of()),
          Set.of());
      long from = run.resumedFrom().map(Checkpoint::step).orElse(0L) + 1;
      for (long step = from; step <= last; step++) {
        run.metrics().record(step, Map.of("loss", 1.0 / step));
        if (step % 2 == 0) {
          run.saveCheckpoint(step, into -> Files.writeString(into.resolve("w"), "w"));
        }
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("run"))) {
      return files.filter(file -> file.getFileName().toString().contains("tfevents")).toList();
    }
  }

  private List<Scalar> scalars() throws IOException {
    List<Scalar> scalars = new ArrayList<>();
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(files().getFirst()));
    file.order(ByteOrder.LITTLE_ENDIAN);
    boolean first = true;
    while (file.hasRemaining()) {
      byte[] head = bytes(file, 8);
      assertEquals(masked(head), file.getInt(), "checksum of a length");
      byte[] event = bytes(file, (int) little(head).getLong());
      assertEquals(masked(event), file.getInt(), "checksum of an event");
      if (first) {
        assertTrue(new String(event, StandardCharsets.UTF_8).endsWith("brain.Event:2"));
      }
      first = false;
      scalars.addAll(scalarsOf(little(event)));
    }
    return scalars;
  }

  private static List<Scalar> scalarsOf(ByteBuffer event) {
    List<Scalar> scalars = new ArrayList<>();
    long step = 0;
    while (event.hasRemaining()) {
      int tag = event.get();
      switch (tag) {
        case 0x09 -> assertTrue(event.getDouble() > 1.7e9, "seconds since 1970");
        case 0x10 -> step = varint(event);
        case 0x1a, 0x3a -> bytes(event, (int) varint(event));
        case 0x2a -> {
          ByteBuffer summary = little(bytes(event, (int) varint(event)));
          while (summary.hasRemaining()) {
            assertEquals(0x0a, summary.get());
            ByteBuffer value = little(bytes(summary, (int) varint(summary)));
            assertEquals(0x0a, value.get());
            byte[] name = bytes(value, (int) varint(value));
            assertEquals(0x15, value.get());
            scalars.add(
                new Scalar(step, new String(name, StandardCharsets.UTF_8), value.getFloat()));
          }
        }
        default -> throw new AssertionError("an unknown field: " + tag);
      }
    }
    return scalars;
  }

  private static long varint(ByteBuffer from) {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = from.get();
      value |= (long) (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  /** CRC-32C bit by bit, as RFC 3720 defines it, then TensorFlow's mask. */
  private static int masked(byte[] bytes) {
    int crc = -1;
    for (byte b : bytes) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) * 0x82f63b78);
      }
    }
    crc = ~crc;
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  private static byte[] bytes(ByteBuffer from, int count) {
    byte[] bytes = new byte[count];
    from.get(bytes);
    return bytes;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
