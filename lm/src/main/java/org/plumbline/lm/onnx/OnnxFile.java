package org.plumbline.lm.onnx;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.protobuf.WireReader;

/**
 * Reads an ONNX file as a stream: its initialisers go to the caller one by one, so that a model
 * never lies in memory twice, and its nodes come back in the file's order, which ONNX defines to be
 * an order of computation.
 *
 * <p>Field numbers are those of {@code onnx.proto3}. Weights outside the file ({@code
 * external_data}) are refused.
 */
public final class OnnxFile {
  private final WireReader in;
  private final Consumer<OnnxInitializer> initializers;
  private final List<OnnxNode> nodes = new ArrayList<>();

  private OnnxFile(InputStream in, Consumer<OnnxInitializer> initializers) {
    this.in = new WireReader(in);
    this.initializers = initializers;
  }

  /**
   * Reads the stream to its end; the caller closes it.
   *
   * @param initializers gets every initialiser of type float or int64; others are passed over
   * @return the nodes of the graph
   * @throws InvalidInputException if this is no ONNX file or it ends too early
   */
  public static List<OnnxNode> read(InputStream in, Consumer<OnnxInitializer> initializers) {
    OnnxFile file = new OnnxFile(new BufferedInputStream(in, 1 << 16), initializers);
    try {
      file.model();
    } catch (IOException | ArithmeticException | NegativeArraySizeException e) {
      throw new InvalidInputException(
          "this is no ONNX file, or a damaged one (%s at byte %d)"
              .formatted(e.getMessage() == null ? "it ends" : e.getMessage(), file.in.position()),
          e);
    }
    if (file.nodes.isEmpty()) {
      throw new InvalidInputException("this is no ONNX file: it holds no graph");
    }
    return List.copyOf(file.nodes);
  }

  private void model() throws IOException {
    for (long tag = in.tagOrEnd(); tag >= 0; tag = in.tagOrEnd()) {
      if (field(tag) == 7 && wire(tag) == WireReader.BYTES) {
        graph(in.varint());
      } else {
        in.skip(wire(tag));
      }
    }
  }

  private void graph(long length) throws IOException {
    long end = in.position() + length;
    while (in.position() < end) {
      long tag = in.varint();
      switch (field(tag)) {
        case 1 -> nodes.add(node(in.varint()));
        case 5 -> tensor(in.varint());
        default -> in.skip(wire(tag));
      }
    }
  }

  private OnnxNode node(long length) throws IOException {
    long end = in.position() + length;
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    String operation = "";
    while (in.position() < end) {
      long tag = in.varint();
      switch (field(tag)) {
        case 1 -> inputs.add(in.string(in.varint()));
        case 2 -> outputs.add(in.string(in.varint()));
        case 4 -> operation = in.string(in.varint());
        default -> in.skip(wire(tag));
      }
    }
    return new OnnxNode(operation, inputs, outputs);
  }

  private void tensor(long length) throws IOException {
    long end = in.position() + length;
    TensorFields fields = new TensorFields();
    while (in.position() < end) {
      long tag = in.varint();
      switch (field(tag)) {
        case 1 -> numbers(wire(tag), fields.shape);
        case 2 -> fields.type = in.varint();
        case 4, 9 -> fields.data = packed(tag);
        case 7 -> numbers(wire(tag), fields.longs);
        case 8 -> fields.name = in.string(in.varint());
        case 14 -> fields.requireInside(in.varint());
        default -> in.skip(wire(tag));
      }
    }
    if (fields.type == 1 || fields.type == 7) {
      initializers.accept(fields.initializer());
    }
  }

  /** Whole numbers come packed or one by one. */
  private void numbers(int wireType, List<Long> into) throws IOException {
    if (wireType == WireReader.VARINT) {
      into.add(in.varint());
      return;
    }
    long length = in.varint();
    long end = in.position() + length;
    while (in.position() < end) {
      into.add(in.varint());
    }
  }

  private byte[] packed(long tag) throws IOException {
    if (wire(tag) != WireReader.BYTES) {
      throw new IOException("values of a tensor that are not packed");
    }
    return in.bytes(in.varint());
  }

  private static int field(long tag) {
    return (int) (tag >>> 3);
  }

  private static int wire(long tag) {
    return (int) (tag & 7);
  }

  /** A tensor whose fields may come in any order. */
  private static final class TensorFields {
    final List<Long> shape = new ArrayList<>();
    final List<Long> longs = new ArrayList<>();
    String name = "";
    long type;
    byte[] data = new byte[0];

    void requireInside(long location) {
      if (location != 0) {
        throw new InvalidInputException(
            "the weights of this ONNX file lie in another file; export it with the weights inside");
      }
    }

    OnnxInitializer initializer() {
      ByteBuffer bytes = ByteBuffer.wrap(data);
      if (!longs.isEmpty()) {
        bytes = ByteBuffer.allocate(8 * longs.size()).order(ByteOrder.LITTLE_ENDIAN);
        longs.forEach(bytes::putLong);
        bytes.flip();
      }
      return new OnnxInitializer(
          name,
          shape.stream().mapToLong(Long::longValue).toArray(),
          type == 1 ? OnnxInitializer.Type.FLOAT : OnnxInitializer.Type.INT64,
          bytes.order(ByteOrder.LITTLE_ENDIAN));
    }
  }
}
