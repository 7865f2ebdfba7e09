package org.plumbline.core.weights;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.plumbline.core.error.InvalidInputException;

/** Named tensors that can be read, wherever they lie; closing releases the files. */
public interface Weights extends AutoCloseable {

  /** The name of an unsharded file in a model folder. */
  String FILE = "model.safetensors";

  /** The name of the file in a model folder that tells which shard holds which tensor. */
  String INDEX_FILE = "model.safetensors.index.json";

  /** The names under which PyTorch keeps pickled weights in a model folder. */
  List<String> PICKLES =
      List.of("pytorch_model.bin", "pytorch_model.bin.index.json", "consolidated.00.pth");

  /**
   * Opens a safetensors file, an index of shards, or a model folder that holds one of the two.
   *
   * @throws InvalidInputException if there is none, or its header breaks the format
   */
  static Weights open(Path path) {
    if (Files.isDirectory(path)) {
      Path whole = path.resolve(FILE);
      Path index = path.resolve(INDEX_FILE);
      boolean isPickle = PICKLES.stream().anyMatch(pickle -> Files.exists(path.resolve(pickle)));
      require(
          Files.exists(whole) || Files.exists(index) || !isPickle,
          "the model folder '%s' holds its weights as a pickle, which may run any code when it is read, so none is;"
              + " convert it where you trust it: from_pretrained and save_pretrained of Python's transformers write %s",
          path,
          FILE);
      require(
          Files.exists(whole) || Files.exists(index),
          "the model folder '%s' must hold %s or %s; it holds neither",
          path,
          FILE,
          INDEX_FILE);
      return Files.exists(whole) ? Safetensors.open(whole) : ShardedWeights.open(index);
    }
    require(Files.exists(path), "the weights '%s' do not exist; give a file or a folder", path);
    return path.getFileName().toString().endsWith(".json")
        ? ShardedWeights.open(path)
        : Safetensors.open(path);
  }

  /**
   * Reads a safetensors file from a stream into memory, for files inside jars.
   *
   * @param name what messages call it
   */
  static Weights read(String name, InputStream in) throws IOException {
    return Safetensors.read(name, in);
  }

  /** What messages call it: its path. */
  String name();

  /** All tensors, in the order of their data. */
  List<TensorInfo> tensors();

  /**
   * One tensor's description.
   *
   * @throws InvalidInputException if there is no such tensor
   */
  TensorInfo info(String tensor);

  /** Whether there is a tensor of this name. */
  boolean contains(String tensor);

  /** Text that the file carries beside its tensors. */
  Map<String, String> metadata();

  /**
   * Part of a tensor's data, read-only and little endian, valid until this is closed.
   *
   * @param offset first byte
   * @param length how many bytes
   */
  ByteBuffer data(String tensor, long offset, int length);

  /**
   * A tensor's data, read-only and little endian, valid until this is closed.
   *
   * @throws InvalidInputException if it is larger than 2 GB, which a buffer cannot hold: read parts
   */
  default ByteBuffer data(String tensor) {
    long bytes = info(tensor).bytes();
    require(
        bytes <= Integer.MAX_VALUE,
        "tensor '%s' of '%s' has %d bytes, and one buffer holds 2 GB; read it in parts",
        tensor,
        name(),
        bytes);
    return data(tensor, 0, (int) bytes);
  }

  /**
   * Copies part of a tensor's data, little endian, until the buffer is full. Of what is read once
   * this way no pages stay in the memory of the process, as those of a mapped file do.
   *
   * @param offset first byte
   */
  default void read(String tensor, long offset, ByteBuffer into) {
    into.put(data(tensor, offset, into.remaining()));
  }

  /** A tensor's elements as floats, rounded where they are doubles. */
  default float[] floats(String tensor) {
    TensorInfo info = info(tensor);
    ByteBuffer data = data(tensor);
    float[] values = new float[data.capacity() / info.dtype().bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) info.dtype().read(data, i * info.dtype().bytes());
    }
    return values;
  }

  @Override
  void close();
}
