package org.plumbline.lm.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;

/** ONNX files written byte by byte. */
final class OnnxFileTest {

  @Test
  void nodesAndInitialisersComeInTheFilesOrder() {
    byte[] graph =
        join(
            message(
                1,
                join(
                    text(1, "x"), text(1, "w"), text(2, "y"), text(3, "first"), text(4, "MatMul"))),
            message(
                5,
                join(
                    number(1, 2),
                    number(1, 1),
                    number(2, 1),
                    text(8, "w"),
                    message(9, floats(1.5f, -2f)))),
            message(1, join(text(1, "y"), text(2, "z"), text(4, "Erf"))),
            message(
                5,
                join(
                    message(1, new byte[] {2}),
                    number(2, 7),
                    message(7, new byte[] {5, (byte) 0x96, 1}),
                    text(8, "n"))));
    List<OnnxInitializer> found = new ArrayList<>();
    List<OnnxNode> nodes = read(join(number(1, 7), text(2, "exporter"), message(7, graph)), found);

    assertEquals(
        List.of(
            new OnnxNode("MatMul", List.of("x", "w"), List.of("y")),
            new OnnxNode("Erf", List.of("y"), List.of("z"))),
        nodes);
    assertEquals("w", found.getFirst().name());
    assertArrayEquals(new long[] {2, 1}, found.getFirst().shape());
    assertEquals(-2f, found.getFirst().floats().get(1));
    assertEquals(150, found.get(1).longs().get(1));
  }

  @Test
  void aFileThatEndsTooEarlyIsRefused() {
    byte[] graph = message(7, message(1, join(text(1, "x"), text(2, "y"), text(4, "Erf"))));
    for (int length = 1; length < graph.length; length++) {
      byte[] torn = Arrays.copyOf(graph, length);
      InvalidInputException e =
          assertThrows(InvalidInputException.class, () -> read(torn, new ArrayList<>()));
      assertTrue(e.getMessage().startsWith("this is no ONNX file"), e.getMessage());
    }
  }

  @Test
  void anInitialiserWithTooFewValuesIsRefusedByName() {
    byte[] tensor = join(number(1, 3), number(2, 1), text(8, "short"), message(9, floats(1f)));
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class,
            () -> read(message(7, message(5, tensor)), new ArrayList<>()));
    assertEquals(
        "the ONNX initialiser 'short' of shape [3] takes 12 bytes (got 4); the file is damaged",
        e.getMessage());
  }

  private static List<OnnxNode> read(byte[] file, List<OnnxInitializer> into) {
    return OnnxFile.read(new ByteArrayInputStream(file), into::add);
  }

  private static byte[] number(int field, int value) {
    return new byte[] {(byte) (field << 3), (byte) value};
  }

  private static byte[] text(int field, String value) {
    return message(field, value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] message(int field, byte[] content) {
    int length = content.length;
    return length < 128
        ? join(new byte[] {(byte) (field << 3 | 2), (byte) length}, content)
        : join(
            new byte[] {(byte) (field << 3 | 2), (byte) (length | 0x80), (byte) (length >> 7)},
            content);
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
