package org.plumbline.core.weights;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;

/** Any bytes are weights or are refused: nothing else is thrown, and nothing large is allocated. */
final class SafetensorsFuzzTest {
  private static final long SEED = 20_261_128;

  /** What a header may claim that costs or overflows. */
  private static final List<String> NASTY =
      List.of(
          "-1",
          "0",
          "1",
          "4",
          "9223372036854775807",
          "9223372036854775808",
          "4611686018427387904",
          "1e308",
          "1e999999999",
          "0.5",
          "null",
          "true",
          "\"\"",
          "\"F32\"",
          "\"F64\"",
          "\"I8\"",
          "[]",
          "{}",
          "[0,0]",
          "[0,9223372036854775807]",
          "[-1,1]",
          "[1048576,1048576,1048576]",
          "\"__metadata__\"",
          "[" + "9,".repeat(500) + "9]",
          "[".repeat(2000),
          "1".repeat(5000),
          "\"" + "x".repeat(60_000) + "\"",
          "\"\\ud800\"",
          "\"\\u0000\"");

  @TempDir Path folder;

  @Test
  void anyBytesAreWeightsOrAreRefused() throws IOException {
    byte[] valid = Files.readAllBytes(valid());
    int opened = 0;
    for (int i = 0; i < 5_000; i++) {
      opened += reads(mutated(valid, new Seeds(SEED).child("bytes", i).stream("m")), i) ? 1 : 0;
    }
    assertTrue(opened > 25, "only %d of 5000 mutations could be opened".formatted(opened));
  }

  @Test
  void anyHeaderIsUnderstoodOrRefused() throws IOException {
    byte[] valid = Files.readAllBytes(valid());
    int length = (int) ByteBuffer.wrap(valid).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    String header = new String(valid, 8, length, StandardCharsets.UTF_8);
    byte[] data = Arrays.copyOfRange(valid, 8 + length, valid.length);
    for (int i = 0; i < 5_000; i++) {
      SplittableRandom random = new Seeds(SEED).child("header", i).stream("m");
      String changed = header;
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        changed = changedValue(changed, random);
      }
      byte[] json = changed.getBytes(StandardCharsets.UTF_8);
      ByteBuffer file =
          ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
      reads(file.putLong(json.length).put(json).put(data).array(), i);
    }
  }

  @Test
  @Tag("slow")
  void manyFilesMore() throws IOException {
    byte[] valid = Files.readAllBytes(valid());
    for (int i = 0; i < 300_000; i++) {
      reads(mutated(valid, new Seeds(SEED).child("more", i).stream("m")), i);
    }
  }

  @Test
  void anyIndexOfShardsIsUnderstoodOrRefused() throws IOException {
    Files.move(valid(), folder.resolve("1.safetensors"));
    String index =
        "{\"metadata\":{\"total_size\":22},\"weight_map\":{\"a\":\"1.safetensors\",\"empty\":\"1.safetensors\",\"b\":\"1.safetensors\"}}";
    Path file = folder.resolve(Weights.INDEX_FILE);
    Files.writeString(file, index);
    Weights.open(folder).close();
    for (int i = 0; i < 800; i++) {
      SplittableRandom random = new Seeds(SEED).child("index", i).stream("m");
      byte[] bytes =
          random.nextBoolean()
              ? changedValue(index, random).getBytes(StandardCharsets.UTF_8)
              : mutated(index.getBytes(StandardCharsets.UTF_8), random);
      Files.write(file, bytes);
      try {
        Weights.open(folder).close();
      } catch (InvalidInputException e) {
        continue;
      } catch (RuntimeException | Error e) {
        fail(
            "seed %d, index %d: %s".formatted(SEED, i, new String(bytes, StandardCharsets.UTF_8)),
            e);
      }
    }
  }

  /** Whether the bytes can be opened; all of their numbers are looked at then. */
  private static boolean reads(byte[] bytes, int number) throws IOException {
    try (Weights weights = Weights.read("fuzz", new ByteArrayInputStream(bytes))) {
      for (TensorInfo info : weights.tensors()) {
        weights.floats(info.name());
      }
      return true;
    } catch (InvalidInputException e) {
      return false;
    } catch (RuntimeException | Error e) {
      return fail(
          "seed %d, number %d: %s"
              .formatted(
                  SEED, number, HexFormat.of().formatHex(bytes, 0, Math.min(300, bytes.length))),
          e);
    }
  }

  private Path valid() {
    Path file = folder.resolve("valid.safetensors");
    List<TensorInfo> manifest =
        List.of(
            TensorInfo.of("a", DType.F32, 2, 2),
            TensorInfo.of("empty", DType.F32, 0, 3),
            TensorInfo.of("b", DType.BF16, 3));
    try (var writer = SafetensorsWriter.create(file, manifest, Map.of("format", "pt"))) {
      writer.write("a", new float[] {1, 2, 3, 4});
      writer.write("b", new float[] {1, 2, 3});
      writer.commit();
    }
    return file;
  }

  /** Bytes changed, left out, put in twice, or cut off. */
  private static byte[] mutated(byte[] valid, SplittableRandom random) {
    byte[] bytes = valid.clone();
    for (int times = 1 + random.nextInt(4); times > 0 && bytes.length > 1; times--) {
      int place = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[place] = (byte) random.nextInt(256);
        case 2 -> bytes = Arrays.copyOf(bytes, place);
        case 3 -> {
          byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
          System.arraycopy(bytes, place + 1, shorter, place, bytes.length - 1 - place);
          bytes = shorter;
        }
        default -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
          System.arraycopy(bytes, place, longer, place + 1, bytes.length - place);
          bytes = longer;
        }
      }
    }
    return bytes;
  }

  /** Puts something nasty in the place of a value, or of a part of the text. */
  private static String changedValue(String json, SplittableRandom random) {
    int from = random.nextInt(json.length());
    int to = from;
    while (from > 0 && ":,[".indexOf(json.charAt(from - 1)) < 0) {
      from--;
    }
    while (to < json.length() && ",]}".indexOf(json.charAt(to)) < 0) {
      to++;
    }
    return json.substring(0, from) + NASTY.get(random.nextInt(NASTY.size())) + json.substring(to);
  }
}
