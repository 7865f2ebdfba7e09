package org.plumbline.core.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plumbline.core.error.InvalidInputException;

final class WeightAverageTest {
  @TempDir Path folder;

  private Weights model(String name, TensorInfo info, float... values) {
    Path file = folder.resolve(name + ".safetensors");
    try (var writer = SafetensorsWriter.create(file, List.of(info), Map.of())) {
      writer.write(info.name(), values);
      writer.commit();
    }
    return Weights.open(file);
  }

  private static float[] random(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian(0, 0.05);
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource(names = {"F64", "F32", "F16", "BF16"})
  void theAverageOfIdenticalModelsIsThatModelToTheBit(DType dtype) throws IOException {
    TensorInfo info = TensorInfo.of("w", dtype, 1000);
    Weights one = model("one", info, random(7, 1000));
    Path target = folder.resolve("average.safetensors");
    WeightAverage.uniform(3).write(List.of(one, one, one), target, Map.of());
    assertEquals(-1, Files.mismatch(folder.resolve("one.safetensors"), target));
  }

  @Test
  void averagingIsLinear() {
    TensorInfo info = TensorInfo.of("w", DType.F32, 3);
    List<Weights> members = List.of(model("a", info, 1, 2, 3), model("b", info, 3, 6, -9));
    Path target = folder.resolve("average.safetensors");
    WeightAverage.normalised(3, 1).write(members, target, Map.of("by", "3 to 1"));
    try (Weights average = Weights.open(target)) {
      assertArrayEquals(new float[] {1.5f, 3, 0}, average.floats("w"));
      assertEquals(Map.of("by", "3 to 1"), average.metadata());
    }
  }

  @Test
  void tensorsLongerThanOnePartAreAveragedWhole() {
    int length = (1 << 20) + 3;
    TensorInfo info = TensorInfo.of("w", DType.BF16, length);
    float[] ones = new float[length];
    Arrays.fill(ones, 1);
    Path target = folder.resolve("average.safetensors");
    WeightAverage.uniform(2)
        .write(
            List.of(model("a", info, ones), model("b", info, new float[length])), target, Map.of());
    try (Weights average = Weights.open(target)) {
      float[] got = average.floats("w");
      assertEquals(0.5f, got[0]);
      assertEquals(0.5f, got[length - 1]);
    }
  }

  @Test
  void aMemberOfWeightZeroAddsNothingEvenIfItIsBroken() {
    TensorInfo info = TensorInfo.of("w", DType.F32, 1);
    Path target = folder.resolve("average.safetensors");
    WeightAverage.sum(1, 0)
        .write(List.of(model("a", info, 5), model("b", info, Float.NaN)), target, Map.of());
    try (Weights average = Weights.open(target)) {
      assertArrayEquals(new float[] {5}, average.floats("w"));
    }
  }

  @Test
  void aResultThatIsNotFiniteIsRefusedAndNothingIsWritten() {
    TensorInfo info = TensorInfo.of("w", DType.F16, 2);
    List<Weights> members = List.of(model("good", info, 5, 1), model("broken", info, 1, Float.NaN));
    Path target = folder.resolve("average.safetensors");
    var error =
        assertThrows(
            InvalidInputException.class,
            () -> WeightAverage.uniform(2).write(members, target, Map.of()));
    assertTrue(
        error.getMessage().contains("NaN in " + folder.resolve("broken")), error.getMessage());
    assertFalse(Files.exists(target));
  }

  @Test
  void everyDifferenceIsListedAndNothingIsWritten() throws IOException {
    Path a =
        write(
            "a",
            List.of(
                TensorInfo.of("x", DType.F32, 2),
                TensorInfo.of("y", DType.F32, 1),
                TensorInfo.of("ids", DType.I64, 1)),
            1);
    Path b =
        write(
            "b",
            List.of(
                TensorInfo.of("x", DType.F32, 1, 2),
                TensorInfo.of("z", DType.F32, 1),
                TensorInfo.of("ids", DType.I64, 1)),
            2);
    Path target = folder.resolve("average.safetensors");
    var error =
        assertThrows(
            InvalidInputException.class,
            () ->
                WeightAverage.uniform(2)
                    .write(List.of(Weights.open(a), Weights.open(b)), target, Map.of()));
    for (String part :
        List.of(
            "4 differ",
            "x: F32 [2] in",
            "F32 [1, 2] in",
            "y: in",
            "z: only in",
            "ids: I64 elements differ")) {
      assertTrue(error.getMessage().contains(part), part + " / " + error.getMessage());
    }
    assertFalse(Files.exists(target));
  }

  @Test
  void integersThatAgreeAreKept() throws IOException {
    Path a = write("a", List.of(TensorInfo.of("ids", DType.I64, 3)), 7);
    Path target = folder.resolve("average.safetensors");
    WeightAverage.uniform(2).write(List.of(Weights.open(a), Weights.open(a)), target, Map.of());
    assertEquals(-1, Files.mismatch(a, target));
  }

  @Test
  void oneWeightForEachMemberIsNeeded() {
    Weights one = model("a", TensorInfo.of("w", DType.F32, 1), 1);
    assertThrows(
        InvalidInputException.class,
        () -> WeightAverage.uniform(2).write(List.of(one), folder.resolve("x"), Map.of()));
  }

  private Path write(String name, List<TensorInfo> manifest, int fill) {
    Path file = folder.resolve(name + ".safetensors");
    try (var writer = SafetensorsWriter.create(file, manifest, Map.of())) {
      for (TensorInfo info : manifest) {
        ByteBuffer data = ByteBuffer.allocate((int) info.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < info.elements(); i++) {
          info.dtype().write(data, i * info.dtype().bytes(), fill);
        }
        writer.write(info.name(), data);
      }
      writer.commit();
    }
    return file;
  }
}
