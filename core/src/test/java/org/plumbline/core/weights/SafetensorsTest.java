package org.plumbline.core.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;

final class SafetensorsTest {
  @TempDir Path folder;

  private static final TensorInfo A = TensorInfo.of("a", DType.F32, 2, 2);
  private static final TensorInfo EMPTY = TensorInfo.of("empty", DType.F32, 0, 3);
  private static final TensorInfo B = TensorInfo.of("b", DType.BF16, 3);

  private Path write(String name) {
    Path file = folder.resolve(name);
    try (var writer =
        SafetensorsWriter.create(file, List.of(A, EMPTY, B), Map.of("format", "pt"))) {
      writer.write("a", new float[] {1, 2, -3, 0.5f});
      writer.write("b", new float[] {1, -2, 1.00390625f});
      writer.commit();
    }
    return file;
  }

  @Test
  void whatIsWrittenIsReadBack() {
    try (Weights weights = Weights.open(write("x.safetensors"))) {
      assertEquals(List.of(A, EMPTY, B), weights.tensors());
      assertEquals(Map.of("format", "pt"), weights.metadata());
      assertArrayEquals(new float[] {1, 2, -3, 0.5f}, weights.floats("a"));
      assertArrayEquals(new float[] {1, -2, 1}, weights.floats("b"));
      assertEquals(-3f, weights.data("a", 8, 4).getFloat());
      assertEquals(0, weights.floats("empty").length);
    }
  }

  @Test
  void aStreamReadsAsTheFileDoes() throws IOException {
    byte[] bytes = Files.readAllBytes(write("x.safetensors"));
    try (Weights weights = Weights.read("in a jar", new ByteArrayInputStream(bytes))) {
      assertArrayEquals(new float[] {1, 2, -3, 0.5f}, weights.floats("a"));
    }
  }

  @Test
  void copiedIntoABufferItIsWhatIsMapped() throws IOException {
    Path file = write("x.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    try (Weights mapped = Weights.open(file);
        Weights streamed = Weights.read("in a jar", new ByteArrayInputStream(bytes))) {
      for (Weights weights : List.of(mapped, streamed)) {
        ByteBuffer into = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        into.putFloat(7);
        weights.read("a", 4, into);
        assertFalse(into.hasRemaining(), weights.name());
        assertEquals(7f, into.getFloat(0));
        assertEquals(2f, into.getFloat(4));
        assertEquals(-3f, into.getFloat(8));
        ByteBuffer beyond = ByteBuffer.allocate(12);
        assertThrows(InvalidInputException.class, () -> weights.read("a", 8, beyond));
      }
    }
  }

  @Test
  void aFileThatIsCutWhileItIsReadIsAFailure() throws IOException {
    Path file = write("x.safetensors");
    try (Weights weights = Weights.open(file);
        var channel =
            java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
      channel.truncate(Files.size(file) - 4);
      ByteBuffer into = ByteBuffer.allocate(6);
      var error = assertThrows(FailedException.class, () -> weights.read("b", 0, into));
      assertTrue(error.getMessage().contains("cut short"), error.getMessage());
    }
  }

  @Test
  void aFileWithoutCommitNeverAppears() throws IOException {
    Path file = folder.resolve("x.safetensors");
    try (var writer = SafetensorsWriter.create(file, List.of(A), Map.of())) {
      writer.write("a", ByteBuffer.allocate(8));
      assertTrue(
          assertThrows(InvalidInputException.class, writer::commit).getMessage().contains("'a'"));
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void theWriterRefusesAWrongOrderAndTooMuchData() {
    try (var writer = SafetensorsWriter.create(folder.resolve("x"), List.of(A, B), Map.of())) {
      assertThrows(InvalidInputException.class, () -> writer.write("b", new float[3]));
      assertThrows(InvalidInputException.class, () -> writer.write("a", new float[5]));
    }
    assertFalse(Files.exists(folder.resolve("x")));
  }

  @Test
  void aFolderThatIsNotThereIsAFailureWithAReason() {
    Path target = folder.resolve("no/x.safetensors");
    var error =
        assertThrows(
            FailedException.class, () -> SafetensorsWriter.create(target, List.of(A), Map.of()));
    assertTrue(error.getMessage().contains("does not exist"), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,12]}} | takes 8 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}} | inside the file's 12 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}} | inside the file",
        "{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,12]}} | dtype 'F4' is none of",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}} | overlap",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}} | belong to no tensor",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | 4 bytes after 'a' belong to no tensor",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]},\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}} | without duplicate names",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-3],\"data_offsets\":[0,12]}} | negative",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,12]}} | too large",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":3,\"data_offsets\":[0,12]}} | shape must be a list",
        "[1] | JSON object",
        "{\"a\": | must be JSON",
      })
  void aLyingHeaderIsRefused(String header, String reason) throws IOException {
    Path file = folder.resolve("bad.safetensors");
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(8 + json.length + 12).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, all.putLong(json.length).put(json).array());
    var error = assertThrows(InvalidInputException.class, () -> Weights.open(file));
    assertTrue(error.getMessage().contains(reason), error.getMessage());
    assertTrue(error.getMessage().contains("bad.safetensors"), error.getMessage());
  }

  @Test
  void aHeaderLengthBeyondTheFileIsRefused() throws IOException {
    Path file = folder.resolve("bad.safetensors");
    for (long claim : new long[] {-1, 0, 5, 1L << 40}) {
      Files.write(
          file, ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(claim).array());
      var error = assertThrows(InvalidInputException.class, () -> Weights.open(file));
      assertTrue(error.getMessage().contains("claims a header"), error.getMessage());
    }
  }

  @Test
  void everyCutIsNoticed() throws IOException {
    byte[] whole = Files.readAllBytes(write("x.safetensors"));
    Path cut = folder.resolve("cut.safetensors");
    for (int length = 0; length < whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThrows(InvalidInputException.class, () -> Weights.open(cut), "cut at " + length);
    }
  }

  @Test
  void shardsReadAsOneModel() throws IOException {
    shard("1.safetensors", "a", 1);
    shard("2.safetensors", "b", 2);
    index("{\"a\":\"1.safetensors\",\"b\":\"2.safetensors\"}");
    try (Weights weights = Weights.open(folder)) {
      assertEquals(List.of("a", "b"), weights.tensors().stream().map(TensorInfo::name).toList());
      assertArrayEquals(new float[] {2}, weights.floats("b"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":\"1.safetensors\",\"c\":\"2.safetensors\"} | 'c' is not in 2.safetensors",
        "{\"a\":\"1.safetensors\",\"c\":\"2.safetensors\"} | 'b' is in a shard, but not in the index",
        "{\"a\":\"1.safetensors\",\"b\":\"3.safetensors\"} | does not exist",
        "{\"a\":\"../1.safetensors\"} | own folder",
        "{} | weight_map",
      })
  void anIndexThatDoesNotFitIsRefused(String map, String reason) throws IOException {
    shard("1.safetensors", "a", 1);
    shard("2.safetensors", "b", 2);
    index(map);
    var error = assertThrows(InvalidInputException.class, () -> Weights.open(folder));
    assertTrue(error.getMessage().contains(reason), error.getMessage());
  }

  @Test
  void aFolderWithoutWeightsIsRefused() {
    var error = assertThrows(InvalidInputException.class, () -> Weights.open(folder));
    assertTrue(error.getMessage().contains("model.safetensors"), error.getMessage());
  }

  @Test
  void aPickleIsRefusedWithTheReasonAndAWayOut() throws IOException {
    Files.writeString(folder.resolve("pytorch_model.bin"), "a pickle");
    var error = assertThrows(InvalidInputException.class, () -> Weights.open(folder));
    assertTrue(error.getMessage().contains("may run any code"), error.getMessage());
    assertTrue(error.getMessage().contains("save_pretrained"), error.getMessage());
  }

  private void index(String map) throws IOException {
    Files.writeString(
        folder.resolve(Weights.INDEX_FILE), "{\"metadata\":{},\"weight_map\":" + map + "}");
  }

  private void shard(String file, String tensor, float value) {
    TensorInfo info = TensorInfo.of(tensor, DType.F32, 1);
    try (var writer = SafetensorsWriter.create(folder.resolve(file), List.of(info), Map.of())) {
      writer.write(tensor, new float[] {value});
      writer.commit();
    }
  }
}
